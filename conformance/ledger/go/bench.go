package main

import (
	"fmt"
	"strconv"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// bench does what bench/ledger.ts does: append n leaves with their tiles in batches of 1,000, prove from the tiles, verify.
func bench(count string) error {
	n, err := strconv.ParseInt(count, 10, 64)
	if err != nil {
		return err
	}
	leaves := make([][]byte, n)
	for i := range leaves {
		leaves[i] = leaf(int64(i))
	}

	const batch = 1000
	var tree hashes
	stored := memory{}
	var root tlog.Hash
	start := time.Now()
	for from := int64(0); from < n; from += batch {
		to := min(from+batch, n)
		for i := from; i < to; i++ {
			if err := tree.append(i, tlog.RecordHash(leaves[i])); err != nil {
				return err
			}
		}
		for _, t := range tlog.NewTiles(tileHeight, from, to) {
			if stored[t], err = tlog.ReadTileData(t, tree); err != nil {
				return err
			}
		}
		if root, err = tlog.TreeHash(to, tree); err != nil {
			return err
		}
	}
	appended := time.Since(start)

	const proofs = 20_000
	made := make([]tlog.RecordProof, proofs)
	reader := tlog.TileHashReader(tlog.Tree{N: n, Hash: root}, stored)
	start = time.Now()
	for i := range made {
		if made[i], err = tlog.ProveRecord(n, index(i, n), reader); err != nil {
			return err
		}
	}
	proved := time.Since(start)

	start = time.Now()
	for i, p := range made {
		if err := tlog.CheckRecord(p, n, root, index(i, n), tlog.RecordHash(leaves[index(i, n)])); err != nil {
			return err
		}
	}
	verified := time.Since(start)
	fmt.Printf(`{"append":%f,"prove":%f,"verify":%f,"root":"%x"}`+"\n",
		float64(n)/appended.Seconds(), proofs/proved.Seconds(), proofs/verified.Seconds(), root[:])
	return nil
}

// index spreads the proofs over the tree, the same way on both sides.
func index(i int, n int64) int64 { return int64(i) * 7919 % n }

// memory holds tiles, for a reader that checks each against the root as it goes.
type memory map[tlog.Tile][]byte

func (m memory) Height() int { return tileHeight }

func (m memory) ReadTiles(want []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(want))
	for i, t := range want {
		data[i] = m[t]
	}
	return data, nil
}

func (m memory) SaveTiles([]tlog.Tile, [][]byte) {}
