// Verify checks the log of a chronology, or a receipt of one of its lines, with nothing of Timeline's:
// what a tree and a signature are is left to golang.org/x/mod/sumdb.
//
//	verify VKEY events.jsonl checkpoint [OLDER-CHECKPOINT...]
//	verify VKEY receipt.tlog-proof
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
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
	lines := bytes.Split(bytes.TrimSuffix(read(os.Args[2]), []byte("\n")), []byte("\n"))
	if len(lines[0]) == 0 {
		lines = nil
	}
	tree := treeOf(lines)
	checkRedactions(lines)
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

// treeOf is the tree over the lines of a log. The leaf of a tombstone is the hash that it carries.
func treeOf(lines [][]byte) (all hashes) {
	for n, line := range lines {
		hash := tlog.RecordHash(line)
		if stone := tombstoneIn(line); stone != nil {
			var err error
			hash, err = tlog.ParseHash(stone.LeafHash)
			check(fmt.Sprintf("line %d", n+1), err)
		}
		more, err := tlog.StoredHashesForRecordHash(int64(n), hash, all)
		check("the log", err)
		all = append(all, more...)
	}
	return all
}

// A tombstone stands in the place of a line that was redacted; it has these keys and no others.
type tombstone struct {
	LeafHash                             string `json:"leaf_hash"`
	ID, Source, Type, Subject, Time      string
	Supersedes, AlsoSupersedes, AppendID string
	AppendCount                          int
}

func tombstoneIn(line []byte) *tombstone {
	if !bytes.HasPrefix(line, []byte(`{"leaf_hash":"`)) {
		return nil
	}
	var stone tombstone
	strict := json.NewDecoder(bytes.NewReader(line))
	strict.DisallowUnknownFields()
	if strict.Decode(&stone) != nil || strict.InputOffset() != int64(len(line)) {
		return nil
	}
	return &stone
}

// An event, as far as redaction is about it.
type event struct {
	ID, Type, Source string
	Data             struct {
		Event, Reason string
		tombstone
	}
}

// tombstone is the one that follows from an event that redacts; its subject may be left out or not.
func (one event) tombstone(subject string) tombstone {
	stone := one.Data.tombstone
	stone.ID, stone.Source, stone.Subject = one.Data.Event, one.Source, subject
	return stone
}

// checkRedactions holds each tombstone against the event that says what was redacted, and each such event against its tombstone.
func checkRedactions(lines [][]byte) {
	redacted := map[string]event{}
	for _, line := range lines {
		var one event
		if json.Unmarshal(line, &one) == nil && one.Type == "event.redacted" && tombstoneIn(line) == nil {
			if _, known := redacted[one.Data.Event]; !known {
				redacted[one.Data.Event] = one
			}
		}
	}
	for n, line := range lines {
		var here struct{ ID string }
		json.Unmarshal(line, &here)
		one, is := redacted[here.ID]
		stone := tombstoneIn(line)
		switch {
		case stone == nil && is:
			log.Fatalf("line %d: has a content under the id %q, which was redacted", n+1, here.ID)
		case stone != nil && !is:
			log.Fatalf("line %d: is a tombstone, but nothing says that %q was redacted", n+1, here.ID)
		case stone != nil && *stone != one.tombstone(stone.Subject):
			log.Fatalf("line %d: is a forged tombstone: it is not what the redaction of %q says", n+1, here.ID)
		case stone != nil:
			fmt.Printf("line %d was redacted: %s\n", n+1, one.Data.Reason)
		}
	}
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
