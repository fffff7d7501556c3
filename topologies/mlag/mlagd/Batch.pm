package Batch;
# A tool of iproute2 that stays open and takes commands: fork and exec in the moment of a reaction would cost more than
# the reaction. A word that it does not know makes it complain on stderr, and so tells that all before it is done.
use strict;
use warnings;
use IO::Handle;
use POSIX ();

use constant BARRIER => 'sync';

sub open {
    my ($class, $tool) = @_;
    pipe my $commands, my $in or die "$tool: $!\n";
    pipe my $out, my $complaints or die "$tool: $!\n";
    my $pid = fork // die "$tool: $!\n";
    if ($pid == 0) {
        open STDIN, '<&', $commands;
        open STDOUT, '>', '/dev/null';
        open STDERR, '>&', $complaints;
        close $_ for $in, $out;
        exec $tool, '-force', '-batch', '-' or POSIX::_exit(127);
    }
    close $_ for $commands, $complaints;
    $in->autoflush(1);
    return bless { tool => $tool, in => $in, out => $out, line => 0 }, $class;
}

# Returns what the kernel refused, in the tool's words, once everything is done.
sub run {
    my ($self, @commands) = @_;
    return unless @commands;
    $self->{line} += @commands + 1;
    print { $self->{in} } map { "$_\n" } @commands, BARRIER;
    my @refused;
    while (defined(my $line = readline $self->{out})) {
        return @refused if $line =~ /^Command failed \S+:(\d+)/ && $1 == $self->{line};
        chomp $line;
        push @refused, $line unless $line =~ /^Command failed|"@{[BARRIER]}"/;
    }
    die "$self->{tool} has ended\n";
}

1;
