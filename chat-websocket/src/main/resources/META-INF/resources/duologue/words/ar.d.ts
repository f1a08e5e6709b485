declare const _default: import("../words.js").Catalogue;
export default _default;
