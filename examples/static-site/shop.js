// The shop's own script: "Book a service" opens a dialog that did not exist when the page was loaded. The phone number
// in it is swapped all the same, because the script watches what is added to the page.
for (const button of document.querySelectorAll("[data-book]")) {
  button.addEventListener("click", () => {
    const dialog = document.createElement("dialog");
    dialog.innerHTML = `
      <h2>Book a service</h2>
      <p>Ring the workshop and we will find you a slot this week:</p>
      <p class="big-number"><a class="call" href="tel:+442079460001">020 7946 0001</a></p>
      <form method="dialog"><button class="button">Close</button></form>`;
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  });
}
