// Verify checks the log of a chronology, or a receipt of one of its lines, with nothing of Timeline's:
// what a tree and a signature are is left to golang.org/x/mod/sumdb.
//
//	verify VKEY events.jsonl checkpoint [KEPT-CHECKPOINT...]
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
	lines = lines[:len(lines)-1] // behind the last newline there is no whole line
	for _, line := range lines {
		hashes = append(hashes, must(tlog.StoredHashesForRecordHash(size, leafOf(line), tree))...)
		size++
	}
	checkRedactions(lines)
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

// leafOf is the hash of a line in the tree. That of a tombstone is the one that it carries.
func leafOf(line []byte) tlog.Hash {
	if stone := tombstoneIn(line); stone != nil {
		return must(tlog.ParseHash(stone.LeafHash))
	}
	return tlog.RecordHash(line)
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

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}
