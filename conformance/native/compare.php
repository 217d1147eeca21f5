<?php
// Pairs on standard input, a tab between: how Composer orders them; ? for what is no version.
require 'Composer/Semver/autoload.php';

$parser = new Composer\Semver\VersionParser();
$known = [];
$read = function (string $text) use ($parser, &$known) {
    if (count($known) > 100000) {
        $known = [];
    }
    if (!array_key_exists($text, $known)) {
        try {
            $known[$text] = $parser->normalize($text);
        } catch (UnexpectedValueException $e) {
            $known[$text] = null;
        }
    }
    return $known[$text];
};
while (($line = fgets(STDIN)) !== false) {
    [$a, $b] = array_map($read, explode("\t", rtrim($line, "\n"), 2));
    echo $a === null || $b === null ? '?' : ['<', '=', '>'][version_compare($a, $b) + 1], "\n";
}
