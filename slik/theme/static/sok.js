// What Sphinx's search needs from the page: Norwegian messages and the handbook's addresses.

// Highlighting would keep the reader's search words in the browser; it is off.
const SPHINX_HIGHLIGHT_ENABLED = false;

// Sphinx's own addTranslations makes a function from a text, which a strict policy refuses.
Documentation.LOCALE = "nb";
Documentation.PLURAL_EXPR = (n) => Number(n !== 1);
Object.assign(Documentation.TRANSLATIONS, {
  "Search Results": "Treff",
  Searching: "Søker",
  "Preparing search...": "Forbereder søket …",
  ", in ": ", i ",
  "Search finished, found ${resultCount} page(s) matching the search query.":
    "Fant ${resultCount} sider.",
  "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.":
    "Ingen treff. Prøv færre ord, eller et annet ord for det samme.",
});

// Sphinx names pages by their source; the handbook's addresses leave out «book/».
const setIndex = Search.setIndex;
Search.setIndex = (index) => {
  index.docnames = index.docnames.map((name) => name.replace(/^book\//, ""));
  setIndex(index);
};
