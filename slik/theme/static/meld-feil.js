// Writes into the message which page the reader came from, and lets it be copied or mailed.
// What the address says is only ever shown as text. Nothing is sent or kept.
(() => {
  const box = document.querySelector(".melding");
  const message = box.querySelector("textarea");
  const button = box.querySelector("button");
  const mail = box.querySelector("[data-mail]");
  const status = box.querySelector("[role=status]");
  const query = new URLSearchParams(location.search);

  function page() {
    const side = query.get("side") ?? "";
    if (/^[\w-]+(\/[\w-]+)*\.html$/.test(side)) {
      // Read from a disk, the full address would give away the reader's folders.
      if (location.protocol === "file:") return side;
      return new URL(side, box.dataset.root || new URL("../", location.href)).href;
    }
    // A page that is not found has no name of its own.
    return document.referrer.startsWith(`${location.origin}/`) ? document.referrer : "";
  }

  const lines = { "Side:": (query.get("tittel") ?? "").slice(0, 150), "Adresse:": page() };
  message.value = message.value.replace(/^(Side:|Adresse:)$/gm, (line) => `${line} ${lines[line]}`.trim());

  const fillIn = () => {
    if (mail) mail.href = mail.href.replace(/body=.*$/, () => `body=${encodeURIComponent(message.value.replaceAll("\n", "\r\n"))}`);
  };
  message.addEventListener("input", fillIn);
  fillIn();

  button.hidden = false;
  button.addEventListener("click", async () => {
    message.select();
    try {
      await navigator.clipboard.writeText(message.value);
      status.textContent = "Meldingen er kopiert.";
    } catch {
      status.textContent = "Meldingen er merket. Trykk Ctrl+C (Cmd+C på Mac).";
    }
  });
})();
