package main

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/transparency-dev/formats/log"
	fnote "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// given is what our side wrote: DIR/given.json, and its tiles beside it.
type given struct {
	Log         string
	Witnesses   []string
	Checkpoints []struct {
		ID   string
		Size int64
		Note string
	}
	Inclusions []struct {
		ID          string
		Index, Size int64
		Proof       [][]byte
	}
	Consistencies []struct {
		ID       string
		Old, New int64
		Proof    [][]byte
	}
	// Notes that may or may not be acceptable: the verdict here is compared with ours.
	Doubtful []struct{ ID, Note string }
}

// verify prints a verdict for each thing that our side claims.
func verify(dir string) error {
	data, err := os.ReadFile(filepath.Join(dir, "given.json"))
	if err != nil {
		return err
	}
	var g given
	if err := json.Unmarshal(data, &g); err != nil {
		return err
	}
	logKey, err := note.NewVerifier(g.Log)
	if err != nil {
		return fmt.Errorf("our verifier key: %w", err)
	}
	var witnesses []note.Verifier
	for _, vkey := range g.Witnesses {
		w, err := fnote.NewVerifierForCosignatureV1(vkey)
		if err != nil {
			return fmt.Errorf("our witness key %.60s: %w", vkey, err)
		}
		witnesses = append(witnesses, w)
	}
	tree, err := treeOf(sizes[len(sizes)-1])
	if err != nil {
		return err
	}

	for _, c := range g.Checkpoints {
		verdict("note/"+c.ID, openNote(c.Note, logKey))
		verdict("checkpoint/"+c.ID, openCheckpoint(c.Note, c.Size, tree, logKey, witnesses))
		verdict("tiles/"+c.ID, checkTiles(dir, c.Size, tree))
		verdict("entries/"+c.ID, checkEntries(dir, c.Size))
	}
	for _, p := range g.Inclusions {
		verdict(p.ID+"/x-mod", checkRecord(p.Proof, p.Index, p.Size, tree))
		root, err := rootAt(tree, p.Size)
		record := tlog.RecordHash(leaf(p.Index))
		verdict(p.ID+"/transparency-dev", errors.Join(err, proof.VerifyInclusion(
			rfc6962.DefaultHasher, uint64(p.Index), uint64(p.Size), record[:], p.Proof, root[:])))
	}
	for _, p := range g.Consistencies {
		oldRoot, err1 := rootAt(tree, p.Old)
		newRoot, err2 := rootAt(tree, p.New)
		if p.Old > 0 { // tlog knows no proof from the empty tree
			verdict(p.ID+"/x-mod", errors.Join(err1, err2, tlog.CheckTree(asHashes(p.Proof), p.New, newRoot, p.Old, oldRoot)))
		}
		verdict(p.ID+"/transparency-dev", errors.Join(err1, err2, proof.VerifyConsistency(
			rfc6962.DefaultHasher, uint64(p.Old), uint64(p.New), p.Proof, oldRoot[:], newRoot[:])))
	}
	for _, d := range g.Doubtful {
		verdict(d.ID, openNote(d.Note, logKey))
	}
	return nil
}

func verdict(id string, err error) {
	why := ""
	if err != nil {
		why = err.Error()
	}
	line, _ := json.Marshal(map[string]any{"id": id, "ok": err == nil, "why": why})
	fmt.Println(string(line))
}

func openNote(text string, key note.Verifier) error {
	_, err := note.Open([]byte(text), note.VerifierList(key))
	return err
}

func openCheckpoint(text string, size int64, tree hashes, logKey note.Verifier, witnesses []note.Verifier) error {
	checkpoint, rest, signed, err := log.ParseCheckpoint([]byte(text), origin, logKey, witnesses...)
	if err != nil {
		return err
	}
	root, err := rootAt(tree, size)
	switch {
	case err != nil:
		return err
	case len(signed.Sigs) != 1+len(witnesses):
		return fmt.Errorf("%d signatures hold", len(signed.Sigs))
	case len(rest) > 0:
		return fmt.Errorf("extension lines %q", rest)
	case checkpoint.Size != uint64(size) || !bytes.Equal(checkpoint.Hash, root[:]):
		return fmt.Errorf("size %d, root %x", checkpoint.Size, checkpoint.Hash)
	}
	for _, s := range signed.Sigs[1:] {
		if at, err := fnote.CoSigV1Timestamp(s); err != nil || at.Unix() != 1_790_000_000+size {
			return fmt.Errorf("cosigned at %v, %v", at, err)
		}
	}
	return nil
}

// checkTiles compares our tiles with those that tlog would write, then reads the tree through them as a client does.
func checkTiles(dir string, size int64, tree hashes) error {
	for _, t := range tlog.NewTiles(tileHeight, 0, size) {
		want, err := tlog.ReadTileData(t, tree)
		if err != nil {
			return err
		}
		got, err := readTile(dir, t)
		if err != nil {
			return err
		}
		if !bytes.Equal(got, want) {
			return fmt.Errorf("%s differs", tilePath(t))
		}
	}
	if size == 0 {
		return nil
	}
	root, err := rootAt(tree, size)
	if err != nil {
		return err
	}
	reader := tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, tiles(dir))
	for _, i := range []int64{0, size / 2, size - 1} {
		p, err := tlog.ProveRecord(size, i, reader)
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(p, size, root, i, tlog.RecordHash(leaf(i))); err != nil {
			return err
		}
	}
	return nil
}

// checkEntries reads our entry bundles as tlog-tiles describes them.
func checkEntries(dir string, size int64) error {
	for start := int64(0); start < size; start += 1 << tileHeight {
		width := min(size-start, 1<<tileHeight)
		bundle, err := os.ReadFile(filepath.Join(dir, entriesPath(start>>tileHeight, int(width))))
		if err != nil {
			return err
		}
		for i := range width {
			if len(bundle) < 2 || len(bundle) < 2+int(binary.BigEndian.Uint16(bundle)) {
				return fmt.Errorf("bundle at %d is cut", start)
			}
			end := 2 + int(binary.BigEndian.Uint16(bundle))
			if !bytes.Equal(bundle[2:end], leaf(start+i)) {
				return fmt.Errorf("entry %d is %q", start+i, bundle[2:end])
			}
			bundle = bundle[end:]
		}
		if len(bundle) > 0 {
			return fmt.Errorf("bundle at %d has %d bytes over", start, len(bundle))
		}
	}
	return nil
}

func entriesPath(n int64, width int) string {
	data := tlog.Tile{H: tileHeight, L: -1, N: n, W: width}
	return filepath.FromSlash("tile/entries/" + tilePath(data)[len("tile/data/"):])
}

func checkRecord(p [][]byte, index, size int64, tree hashes) error {
	root, err := rootAt(tree, size)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(tlog.RecordProof(asHashes(p)), size, root, index, tlog.RecordHash(leaf(index)))
}

func rootAt(tree hashes, size int64) (tlog.Hash, error) {
	if size == 0 {
		return tlog.Hash(rfc6962.DefaultHasher.EmptyRoot()), nil
	}
	return tlog.TreeHash(size, tree)
}

func asHashes(p [][]byte) []tlog.Hash {
	out := make([]tlog.Hash, len(p))
	for i := range p {
		copy(out[i][:], p[i])
	}
	return out
}

// tiles reads the tiles of a folder as a tlog client reads those of a server.
type tiles string

func (d tiles) Height() int { return tileHeight }

func (d tiles) ReadTiles(want []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(want))
	for i, t := range want {
		var err error
		if data[i], err = readTile(string(d), t); err != nil {
			return nil, err
		}
	}
	return data, nil
}

func (d tiles) SaveTiles([]tlog.Tile, [][]byte) {}
