using Headroom.Compute;
using Headroom.Quantities;

namespace Headroom.Tests.Compute;

public class TokenGridTests
{
    static readonly BoundaryWatts watts = new(Accelerator: 4000, Server: 6000, It: 6250, Site: 7000);

    [Fact]
    public void Tokens_per_joule_are_tokens_over_joules_at_each_boundary() =>
        Assert.Equal(new BoundaryTokensPerJoule(1, 4 / 6.0, 0.64, 4 / 7.0), watts.Serve(4000));
}
