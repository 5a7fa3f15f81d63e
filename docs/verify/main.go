// Verify checks the log of a chronology, or a receipt of one of its lines, with nothing of Timeline's:
// what a tree and a signature are is left to golang.org/x/mod/sumdb.
//
//	verify VKEY events.jsonl checkpoint [KEPT-CHECKPOINT...]
//	verify VKEY receipt.tlog-proof
package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"log"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) < 3 {
		log.Fatal("usage: verify VKEY events.jsonl checkpoint [KEPT-CHECKPOINT...], or verify VKEY receipt.tlog-proof")
	}
	verifier := must(note.NewVerifier(os.Args[1]))
	if len(os.Args) == 3 {
		verifyReceipt(string(must(os.ReadFile(os.Args[2]))), verifier)
		return
	}
	var hashes []tlog.Hash
	var size int64
	tree := tlog.HashReaderFunc(func(indexes []int64) (found []tlog.Hash, err error) {
		for _, index := range indexes {
			found = append(found, hashes[index])
		}
		return found, nil
	})
	lines := bytes.Split(must(os.ReadFile(os.Args[2])), []byte("\n"))
	for _, line := range lines[:len(lines)-1] { // behind the last newline there is no whole line
		hashes = append(hashes, must(tlog.StoredHashes(size, line, tree))...)
		size++
	}
	newest := opened(os.Args[3], must(os.ReadFile(os.Args[3])), verifier)
	for _, name := range os.Args[3:] {
		head := opened(name, must(os.ReadFile(name)), verifier)
		switch {
		case head.N > newest.N:
			log.Fatalf("was signed for %d lines, the newest for %d: an older state was put back", head.N, newest.N)
		case head.N == newest.N && head.Hash != newest.Hash:
			log.Fatal("was signed for as many lines as the newest, but for other ones: keep both")
		case head.N > size:
			log.Fatalf("was signed for %d lines, but the log has only %d whole ones", head.N, size)
		case must(tlog.TreeHash(head.N, tree)) != head.Hash:
			log.Fatalf("lines 1 to %d of the log are not those that it was signed for", head.N)
		}
	}
	fmt.Printf("lines 1 to %d are as they were signed as %s\n", newest.N, verifier.Name())
}

// verifyReceipt checks that a signed tree has the line in a receipt (https://c2sp.org/tlog-proof), and prints it.
func verifyReceipt(receipt string, verifier note.Verifier) {
	var extra string
	var index int64
	above, checkpoint, _ := strings.Cut(receipt, "\n\n")
	must(fmt.Sscanf(above, "c2sp.org/tlog-proof@v1\nextra %s\nindex %d", &extra, &index))
	line := must(base64.StdEncoding.DecodeString(extra))
	var proof tlog.RecordProof
	for _, text := range strings.Split(above, "\n")[3:] {
		proof = append(proof, must(tlog.ParseHash(text)))
	}
	head := opened("the receipt", []byte(checkpoint), verifier)
	must(0, tlog.CheckRecord(proof, head.N, head.Hash, index, tlog.RecordHash(line)))
	fmt.Printf("line %d of %d, as it was signed as %s:\n%s\n", index+1, head.N, verifier.Name(), line)
}

// opened is what a checkpoint (https://c2sp.org/tlog-checkpoint) says, once it has proved to be signed with the key.
func opened(name string, checkpoint []byte, verifier note.Verifier) tlog.Tree {
	log.SetPrefix(name + ": ")
	signed := must(note.Open(checkpoint, note.VerifierList(verifier)))
	origin, rest, _ := strings.Cut(signed.Text, "\n")
	if origin != verifier.Name() {
		log.Fatal("is of another log, ", origin)
	}
	return must(tlog.ParseTree([]byte("go.sum database tree\n" + rest))) // the origin that this reader wants
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}
