#!/usr/bin/perl
# mlagd: the agent of one switch of an MLAG pair. It needs perl-base and iproute2, and runs in the foreground.
# usage: mlagd.pl SETTINGS STATE      the log goes to stderr, what holds now is in the file STATE
use strict;
use warnings;
BEGIN { (my $here = __FILE__) =~ s{[^/]*$}{}; unshift @INC, $here eq '' ? './' : $here }
use Clock qw(now seconds);
use Channel;
use Links;
use Pair;
use Settings;

my ($settings_file, $state_file) = @ARGV;
die "usage: mlagd.pl SETTINGS STATE\n" unless defined $state_file;
my $settings = Settings::read_file($settings_file);
my $links = Links->open;
my $control = Channel->open(control => @{ $settings->{control} });
my $heartbeat = Channel->open(heartbeat => @{ $settings->{heartbeat} });
my $pair = Pair->new($settings, $control, $heartbeat, $state_file);

$pair->start;
$links->ask;
my @sources = (
    [$links->handle, sub { $pair->links_changed($links->changes) }],
    [$control->handle, sub { $pair->heard($control, $control->receive) }],
    [$heartbeat->handle, sub { $pair->heard($heartbeat, $heartbeat->receive) }],
);
my $next = now();
for (;;) {
    my $ready = '';
    vec($ready, fileno $_->[0], 1) = 1 for @sources;
    my $wait = $pair->{unwritten} ? 0 : $next - now();
    if (select($ready, undef, undef, $wait > 0 ? seconds($wait) : 0) <= 0) {
        $pair->write_state;
    }
    else {
        for my $source (@sources) {
            $source->[1]->() if vec($ready, fileno $source->[0], 1);
        }
    }
    next if now() < $next;
    $next = now() + $settings->{keepalive};
    $pair->tick;
}
