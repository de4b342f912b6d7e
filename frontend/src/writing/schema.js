// What can be written: exactly what the layout can print, so that nothing is refused after it was typed.
import { Mark, mergeAttributes } from "@tiptap/core";
import Bold from "@tiptap/extension-bold";
import Document from "@tiptap/extension-document";
import HardBreak from "@tiptap/extension-hard-break";
import Heading from "@tiptap/extension-heading";
import { BulletList, ListItem, ListKeymap, OrderedList } from "@tiptap/extension-list";
import Paragraph from "@tiptap/extension-paragraph";
import { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table";
import Text from "@tiptap/extension-text";
import Underline from "@tiptap/extension-underline";
import { Dropcursor, Gapcursor, UndoRedo } from "@tiptap/extensions";

// Raised and lowered letters, as in m² and CO₂; a letter is one or the other.
const raisedOrLowered = (name, tag, other) =>
  Mark.create({
    name,
    excludes: other,
    parseHTML: () => [{ tag }],
    renderHTML: ({ HTMLAttributes }) => [tag, mergeAttributes(HTMLAttributes), 0],
  });

// No widths: the layout finds them, and a style in the text would be thrown away.
const PlainTable = Table.extend({ renderHTML: () => ["table", ["tbody", 0]] });
// A list in a cell cannot be printed.
const PlainCell = TableCell.extend({ content: "paragraph+" });
const PlainHeader = TableHeader.extend({ content: "paragraph+" });
const Item = ListItem.extend({ content: "paragraph (bulletList | orderedList)*" });

export const extensions = [
  Document,
  Text,
  Paragraph,
  Heading.configure({ levels: [1, 2, 3, 4] }),
  Bold,
  Underline,
  raisedOrLowered("raised", "sup", "lowered"),
  raisedOrLowered("lowered", "sub", "raised"),
  HardBreak,
  BulletList,
  OrderedList,
  Item,
  ListKeymap,
  PlainTable.configure({ resizable: false, allowTableNodeSelection: true }),
  TableRow,
  PlainHeader,
  PlainCell,
  Dropcursor,
  Gapcursor,
  UndoRedo,
];
