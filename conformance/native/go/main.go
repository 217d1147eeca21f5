// Pairs on standard input, a tab between: how Go orders module versions; ? for what is no version.
package main

import (
	"bufio"
	"os"
	"strings"

	"golang.org/x/mod/semver"
)

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		a, b, _ := strings.Cut(in.Text(), "\t")
		sign := "?"
		if semver.IsValid(a) && semver.IsValid(b) {
			sign = string("<=>"[semver.Compare(a, b)+1])
		}
		out.WriteString(sign + "\n")
	}
}
