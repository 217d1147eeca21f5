package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"time"

	"github.com/transparency-dev/formats/log"
	fnote "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// made is what this side wrote: DIR/made.json, and its tiles beside it.
type made struct {
	Log           string             `json:"log"`
	Witnesses     []string           `json:"witnesses"`
	Before        int64              `json:"before"` // the cosignatures are not older than this, in seconds
	Checkpoints   []madeCheckpoint   `json:"checkpoints"`
	Inclusions    []madeInclusion    `json:"inclusions"`
	Consistencies []madeConsistency  `json:"consistencies"`
	Tiles         map[int64][]string `json:"tiles"` // by old size: what growth to the next size writes
}

type madeCheckpoint struct {
	Size int64  `json:"size"`
	Note string `json:"note"`
}

type madeInclusion struct {
	Index int64    `json:"index"`
	Size  int64    `json:"size"`
	Proof [][]byte `json:"proof"`
}

type madeConsistency struct {
	Old   int64    `json:"old"`
	New   int64    `json:"new"`
	Proof [][]byte `json:"proof"`
}

// makeLedger writes a ledger that no line of ours had a hand in.
func makeLedger(dir string) error {
	out := made{Before: time.Now().Unix(), Tiles: map[int64][]string{}}
	logSigner, witnesses, err := makeKeys(&out)
	if err != nil {
		return err
	}
	tree, err := treeOf(sizes[len(sizes)-1])
	if err != nil {
		return err
	}
	for i, size := range sizes {
		root, err := rootAt(tree, size)
		if err != nil {
			return err
		}
		text := log.Checkpoint{Origin: origin, Size: uint64(size), Hash: root[:]}.Marshal()
		signed, err := note.Sign(&note.Note{Text: string(text)}, append([]note.Signer{logSigner}, witnesses...)...)
		if err != nil {
			return err
		}
		out.Checkpoints = append(out.Checkpoints, madeCheckpoint{size, string(signed)})
		if err := prove(&out, tree, size); err != nil {
			return err
		}
		if i+1 < len(sizes) {
			if err := grow(&out, dir, tree, size, sizes[i+1]); err != nil {
				return err
			}
		}
	}
	data, err := json.Marshal(out)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "made.json"), data, 0o644)
}

func makeKeys(out *made) (note.Signer, []note.Signer, error) {
	seed := bytes.NewReader(bytes.Repeat([]byte{42}, 64))
	skey, vkey, err := note.GenerateKey(seed, origin)
	if err != nil {
		return nil, nil, err
	}
	logSigner, err := note.NewSigner(skey)
	if err != nil {
		return nil, nil, err
	}
	wskey, wvkey, err := note.GenerateKey(nil, "witness.example.org/w1")
	if err != nil {
		return nil, nil, err
	}
	ed25519, err := fnote.NewSignerForCosignatureV1(wskey)
	if err != nil {
		return nil, nil, err
	}
	wvkey, err = fnote.VKeyToCosignatureV1(wvkey)
	if err != nil {
		return nil, nil, err
	}
	mskey, mvkey, err := fnote.GenerateMLDSAKey("witness.example.org/w2")
	if err != nil {
		return nil, nil, err
	}
	mldsa, err := fnote.NewMLDSASigner(mskey)
	if err != nil {
		return nil, nil, err
	}
	out.Log, out.Witnesses = vkey, []string{wvkey, mvkey}
	return logSigner, []note.Signer{ed25519, mldsa}, nil
}

func prove(out *made, tree hashes, size int64) error {
	for _, index := range []int64{0, 1, 254, 255, 256, size / 2, 65535, 65536, size - 2, size - 1} {
		if index < 0 || index >= size {
			continue
		}
		p, err := tlog.ProveRecord(size, index, tree)
		if err != nil {
			return err
		}
		out.Inclusions = append(out.Inclusions, madeInclusion{index, size, asBytes(p)})
	}
	for _, old := range sizes {
		if old == 0 || old > size {
			continue
		}
		p, err := tlog.ProveTree(size, old, tree)
		if err != nil {
			return err
		}
		out.Consistencies = append(out.Consistencies, madeConsistency{old, size, asBytes(p)})
	}
	return nil
}

func grow(out *made, dir string, tree hashes, from, to int64) error {
	for _, t := range tlog.NewTiles(tileHeight, from, to) {
		data, err := tlog.ReadTileData(t, tree)
		if err != nil {
			return err
		}
		if err := writeTile(dir, t, data); err != nil {
			return err
		}
		out.Tiles[from] = append(out.Tiles[from], tilePath(t))
	}
	return nil
}

func asBytes(p []tlog.Hash) [][]byte {
	out := make([][]byte, len(p))
	for i := range p {
		out[i] = p[i][:]
	}
	return out
}
