// @ts-check

/** Everything at once: defines all elements and gives the modules' classes. */
export { DuologueChat } from './chat.js';
export { ChatClient } from './chat-client.js';
export { DuologueComposer } from './composer.js';
export { DuologueEnter } from './enter.js';
export { DuologueField } from './field.js';
export { DuologueInvitation } from './invitation.js';
export { DuologueMessages } from './messages.js';
export { DuologueRoom } from './room.js';
