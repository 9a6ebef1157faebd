/** The reader of PDF files in a worker of its own: it gets the bytes of one file, and is ended with it. */
import "pdfjs-dist/legacy/build/pdf.worker.min.mjs";
