// Verify checks the log of a chronology, or a receipt of one of its lines, with nothing of Timeline's:
// what a tree and a signature are is left to golang.org/x/mod/sumdb.
//
//	verify VKEY events.jsonl checkpoint [OLDER-CHECKPOINT...]
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
		log.Fatal("usage: verify VKEY events.jsonl checkpoint [OLDER-CHECKPOINT...], or verify VKEY receipt.tlog-proof")
	}
	verifier, err := note.NewVerifier(os.Args[1])
	check("the verifier key", err)
	if len(os.Args) == 3 {
		verifyReceipt(string(read(os.Args[2])), verifier)
		return
	}
	tree := treeOf(read(os.Args[2]))
	newest := opened(os.Args[3], read(os.Args[3]), verifier)
	for _, name := range os.Args[3:] {
		old := opened(name, read(name), verifier)
		if old.N > newest.N {
			log.Fatalf("%s: was signed for %d lines, the newest for %d: an older state was put back", name, old.N, newest.N)
		}
		root, err := tlog.TreeHash(old.N, tree)
		check(name, err)
		if root != old.Hash {
			log.Fatalf("%s: the first %d lines of the log are not those that were signed", name, old.N)
		}
		proof, err := tlog.ProveTree(newest.N, old.N, tree)
		check(name, err)
		check(name, tlog.CheckTree(proof, newest.N, newest.Hash, old.N, old.Hash))
	}
	fmt.Printf("lines 1 to %d are as they were signed as %s\n", newest.N, verifier.Name())
}

// verifyReceipt checks that a signed tree has the line in a receipt (https://c2sp.org/tlog-proof), and prints it.
func verifyReceipt(receipt string, verifier note.Verifier) {
	above, checkpoint, _ := strings.Cut(receipt, "\n\n")
	var extra string
	var index int64
	_, err := fmt.Sscanf(above, "c2sp.org/tlog-proof@v1\nextra %s\nindex %d", &extra, &index)
	check("the receipt", err)
	line, err := base64.StdEncoding.DecodeString(extra)
	check("the line in the receipt", err)
	var proof tlog.RecordProof
	for _, text := range strings.Split(above, "\n")[3:] {
		hash, err := tlog.ParseHash(text)
		check("a hash in the receipt", err)
		proof = append(proof, hash)
	}
	head := opened("the checkpoint in the receipt", []byte(checkpoint), verifier)
	check("the receipt", tlog.CheckRecord(proof, head.N, head.Hash, index, tlog.RecordHash(line)))
	fmt.Printf("line %d of %d, as it was signed as %s:\n%s\n", index+1, head.N, verifier.Name(), line)
}

// opened is what a checkpoint (https://c2sp.org/tlog-checkpoint) says, once it has proved to be signed with the key.
func opened(name string, checkpoint []byte, verifier note.Verifier) tlog.Tree {
	signed, err := note.Open(checkpoint, note.VerifierList(verifier))
	check(name, err)
	origin, rest, _ := strings.Cut(signed.Text, "\n")
	if origin != verifier.Name() {
		log.Fatalf("%s: is of another log, %s", name, origin)
	}
	head, err := tlog.ParseTree([]byte("go.sum database tree\n" + rest)) // the origin that this reader wants
	check(name, err)
	return head
}

// hashes are those of a tree, in the order of tlog's.
type hashes []tlog.Hash

func (all hashes) ReadHashes(indexes []int64) (found []tlog.Hash, err error) {
	for _, index := range indexes {
		if index >= int64(len(all)) {
			return nil, fmt.Errorf("the log has fewer lines than were signed")
		}
		found = append(found, all[index])
	}
	return found, nil
}

// treeOf is the tree over the lines of a log.
func treeOf(raw []byte) (all hashes) {
	for n := int64(0); len(raw) > 0; n++ {
		line, rest, _ := bytes.Cut(raw, []byte("\n"))
		more, err := tlog.StoredHashes(n, line, all)
		check("the log", err)
		all, raw = append(all, more...), rest
	}
	return all
}

func read(name string) []byte {
	raw, err := os.ReadFile(name)
	check(name, err)
	return raw
}

func check(what string, err error) {
	if err != nil {
		log.Fatalf("%s: %v", what, err)
	}
}
