namespace Headroom.Protocols.Tests;

public class MalformedTests
{
    [Fact]
    public void It_reads_as_a_sentence() => Assert.Equal("intervals[0]: no payload", new Malformed("intervals[0]", "no payload").ToString());
}
