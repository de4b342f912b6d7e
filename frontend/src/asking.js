// What cannot be taken back asks first: before anything else hears that the form is sent.
document.addEventListener(
  "submit",
  (event) => {
    const question = event.target.dataset.confirm;
    if (!question || window.confirm(question)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);
