# Pairs on standard input, a tab between: how dpkg's own Dpkg::Version orders them; ? for what is no version.
use strict;
use warnings;
use Dpkg::Version;

my %read;

sub version {
    my ($text) = @_;
    %read = () if keys %read > 100_000;
    return $read{$text} //= Dpkg::Version->new($text);
}

while (my $line = <STDIN>) {
    chomp $line;
    my ($x, $y) = map { version($_) } split /\t/, $line, 2;
    my $order = $x->is_valid() && $y->is_valid() ? $x <=> $y : undef;
    print !defined $order ? "?\n" : $order < 0 ? "<\n" : $order > 0 ? ">\n" : "=\n";
}
