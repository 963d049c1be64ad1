# The service of a lab's server, small and honest: what it says is what it knows at that moment.
#   db FILE PORT            appends a numbered record of 4 KiB a second, each on the disk before it is told; greets with
#                           the last one, and says whether all before it are there once and in order
#   page NAME PORT HOST PORT SEE   answers HTTP with a page about what HOST says; 503 when it is not found or silent.
#                           SEE: line (HOST is a db) or http (HOST is a page)
use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;
use Time::HiRes qw(time);
$SIG{PIPE} = 'IGNORE';
my ($mode, $name, $port, $host, $at, $see) = @ARGV;
my ($size, $most) = (4096, 65536);
my ($last, $state, $link) = (0, 'whole');

# What earlier starts have written: record N stands at N - 1 times 4 KiB, and says N.
my $file;
if ($mode eq 'db') {
    open($file, '+>>', $name) or die "$name: $!";
    seek($file, 0, 0);
    while ((my $count = read($file, my $record, $size) // die "$name: $!") > 0) {
        if ($count < $size) { truncate($file, $last * $size) or die; last }
        $last++;
        $state = "broken at $last" if $state eq 'whole' and $record !~ /^0*$last /;
    }
}

sub append {
    return if $last >= $most;
    my $record = sprintf('%010d %.3f ', $last + 1, time);
    $record .= substr($record x 200, 0, $size - 1 - length($record)) . "\n";
    my $written = syswrite($file, $record);
    die "$name: $!" unless defined $written and $written == $size;
    $file->sync or die "$name: $!";
    $last++;
}

# ask: what the other server says, over one connection that is kept as long as it is good.
sub ask {
    for my $try (1, 2) {
        my $fresh = !$link;
        if ($fresh) {
            $link = IO::Socket::INET->new(PeerAddr => $host, PeerPort => $at, Timeout => 2) or return;
        }
        my $text = eval {
            local $SIG{ALRM} = sub { die "silent\n" };
            alarm 2;
            syswrite($link, $see eq 'line' ? "get\n" : "GET / HTTP/1.1\r\nHost: $host\r\n\r\n") unless $fresh and $see eq 'line';
            my ($all, $want) = ('', undef);
            while (1) {
                sysread($link, $all, 4096, length $all) or die "ended\n";
                if ($see eq 'line') { last if $all =~ /\n/; next }
                last if $all =~ /\r\n\r\n(.*)/s and $all =~ /Content-Length: (\d+)/ and length(($all =~ /\r\n\r\n(.*)/s)[0]) >= $1;
            }
            alarm 0;
            $all;
        };
        alarm 0;
        if (defined $text) {
            return $text =~ /([^\n]*)\n/ ? $1 : undef if $see eq 'line';
            return $text =~ m{^HTTP/1.1 200 .*?\r\n\r\n(.*?)\n}s ? $1 : undef;
        }
        undef $link;
        return if $fresh;
    }
    return;
}

sub greeting { "db record $last, $state\n" }

sub answer {
    my $said = ask();
    my ($code, $body) = defined $said
        ? ('200 OK', "$name says: $said\n") : ('503 Service Unavailable', "$name: $host does not answer\n");
    return "HTTP/1.1 $code\r\nContent-Type: text/plain\r\nContent-Length: " . length($body) . "\r\n\r\n$body";
}

my $server = IO::Socket::INET->new(LocalPort => $port, Listen => 64, ReuseAddr => 1) or die "port $port: $!";
my $select = IO::Select->new($server);
my (%held, $next);
$next = time;
while (1) {
    my $wait = 10;
    if ($mode eq 'db') {
        if (time >= $next) { append(); $next = time + 1 }
        $wait = $next - time;
        $wait = 0 if $wait < 0;
    }
    for my $one ($select->can_read($wait)) {
        if ($one == $server) {
            my $client = $server->accept or next;
            $select->add($client);
            $held{$client} = '';
            syswrite($client, greeting()) if $mode eq 'db';
            next;
        }
        my $count = sysread($one, $held{$one}, 4096, length $held{$one});
        my $over = !$count || length $held{$one} > 16384;
        if (!$over && $mode eq 'db') {
            syswrite($one, greeting()) while $held{$one} =~ s/^[^\n]*\n//;
        } elsif (!$over) {
            while ($held{$one} =~ s/^(.*?\r?\n\r?\n)//s) {
                my $request = $1;
                syswrite($one, answer());
                $over = 1 if $request =~ /Connection: *close/i or $request =~ m{HTTP/1\.0\r?\n};
            }
        }
        next unless $over;
        $select->remove($one);
        delete $held{$one};
        close $one;
    }
}
