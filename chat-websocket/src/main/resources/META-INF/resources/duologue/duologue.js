// @ts-check

/** Everything at once: defines all elements and gives the modules' classes. */
export { DuologueChat } from './chat.js';
export { ChatClient } from './chat-client.js';
export { DuologueComposer } from './composer.js';
export { DuologueEnter, DuologueField } from './enter.js';
export { DuologueInvitation } from './invitation.js';
export { DuologueMessages } from './messages.js';
export { DuologueOptions } from './options.js';
export { DuologueRoom } from './room.js';
