package Settings;
# The settings of one switch: a word a line and its values; # begins a comment. Times are milliseconds. A word that is not
# known is the end: a setting that nobody reads would be believed to hold.
#
#     id 1                              1 is the primary, 2 the secondary
#     control 169.254.1.1 169.254.1.2   own and partner's address on the peer link
#     heartbeat 169.254.2.1 169.254.2.2 the same beside it
#     peer peer                         the peer link's port
#     leg mh1 h1 101                    a LAG: its bond here, the bond's port, its label on the peer link
use strict;
use warnings;
use Clock qw(ticks);

my %TIMES = map { $_ => 1 } qw(keepalive dead delay-restore alone);
my %ADDRESSES = map { $_ => 1 } qw(control heartbeat);
my %WORDS = map { $_ => 1 } qw(id peer split-brain);

sub read_file {
    my ($file) = @_;
    open my $handle, '<', $file or die "$file: $!\n";
    my %settings = (legs => []);
    while (my $line = <$handle>) {
        $line =~ s/#.*//;
        my ($word, @values) = split ' ', $line;
        next unless defined $word;
        if ($word eq 'leg') {
            my ($bond, $port, $label) = @values;
            push @{ $settings{legs} }, { bond => $bond, port => $port, label => $label };
        }
        elsif ($TIMES{$word}) { $settings{$word} = ticks($values[0]) }
        elsif ($ADDRESSES{$word}) { $settings{$word} = [@values] }
        elsif ($WORDS{$word}) { $settings{$word} = $values[0] }
        else {
            my $known = join ', ', sort 'leg', keys %TIMES, keys %ADDRESSES, keys %WORDS;
            die "$file: line $.: no setting is called '$word'; there are $known\n";
        }
    }
    return \%settings;
}

1;
