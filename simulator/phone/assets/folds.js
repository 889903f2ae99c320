// Messages about messages: reactions, edits and deletions are shown on the message they speak of.

const TARGET = { reaction: "message_id", edit: "original_message_id", revoke: "original_message_id" };

// The wamid of the message this one changes; undefined for one that stands for itself.
export function targetOf(message) {
  return message.content[TARGET[message.type]];
}

// What has become of a message: {reactions: {client, office}, edited, revoked}.
export function fateOf(message, messages) {
  const fate = { reactions: {}, edited: undefined, revoked: false };
  for (const other of messages) {
    if (targetOf(other) !== message.wamid || other.status === "failed") continue;
    if (other.type === "reaction") fate.reactions[other.sender] = other.content.emoji || undefined;
    if (other.sender !== message.sender) continue;
    if (other.type === "revoke") fate.revoked = true;
    if (other.type === "edit") fate.edited = editedText(other);
  }
  return fate;
}

function editedText(edit) {
  const inner = edit.content.message ?? {};
  return inner.text?.body ?? inner[inner.type]?.caption;
}
