// Other people's verifiers, as a program: golang.org/x/mod/sumdb (note, tlog) and transparency-dev (formats, merkle).
//
//	peer verify DIR   checks what our TypeScript wrote into DIR: a verdict a line, {"id","ok","why"}
//	peer make DIR     writes a ledger of its own into DIR for our TypeScript to check
//	peer bench N      appends N leaves, proves and verifies: {"append","prove","verify"} per second
package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

const (
	origin     = "ledger.example.gov"
	tileHeight = 8
)

// sizes are those at which both sides checkpoint: around full tiles of level 0 and of level 1.
var sizes = []int64{0, 1, 2, 255, 256, 257, 65535, 65536, 70000}

func main() {
	var err error
	switch {
	case len(os.Args) == 3 && os.Args[1] == "verify":
		err = verify(os.Args[2])
	case len(os.Args) == 3 && os.Args[1] == "make":
		err = makeLedger(os.Args[2])
	case len(os.Args) == 3 && os.Args[1] == "bench":
		err = bench(os.Args[2])
	default:
		err = fmt.Errorf("usage: peer verify DIR | make DIR | bench N")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// leaf is the data of entry i in both test ledgers.
func leaf(i int64) []byte {
	return fmt.Appendf(nil, "leadtime/entry/v1 %x\n", sha256.Sum256(fmt.Appendf(nil, "entry %d", i)))
}

// hashes stores the tree as tlog numbers it.
type hashes []tlog.Hash

func (h hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	read := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		if x >= int64(len(h)) {
			return nil, fmt.Errorf("no hash %d", x)
		}
		read[i] = h[x]
	}
	return read, nil
}

func (h *hashes) append(i int64, record tlog.Hash) error {
	more, err := tlog.StoredHashesForRecordHash(i, record, *h)
	*h = append(*h, more...)
	return err
}

func treeOf(size int64) (hashes, error) {
	var h hashes
	for i := range size {
		if err := h.append(i, tlog.RecordHash(leaf(i))); err != nil {
			return nil, err
		}
	}
	return h, nil
}

// tilePath is the path of tlog-tiles: the one of tlog without the height.
func tilePath(t tlog.Tile) string {
	return "tile/" + strings.TrimPrefix(t.Path(), fmt.Sprintf("tile/%d/", tileHeight))
}

func readTile(dir string, t tlog.Tile) ([]byte, error) {
	return os.ReadFile(filepath.Join(dir, filepath.FromSlash(tilePath(t))))
}

func writeTile(dir string, t tlog.Tile, data []byte) error {
	path := filepath.Join(dir, filepath.FromSlash(tilePath(t)))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o644)
}
