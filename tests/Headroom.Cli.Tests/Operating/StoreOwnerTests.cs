using Headroom.Tests;

namespace Headroom.Cli.Tests.Operating;

/// <summary>A journal belongs to one site: another's process leaves it alone, and says whose it is.</summary>
public sealed class StoreOwnerTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task Another_sites_store_is_refused_and_stays_as_it_was()
    {
        string store = scratch.At("one.db"), examples = Path.Combine(OperatedProcess.Root, "examples");
        using (OperatedProcess edge = OperatedProcess.Start(Path.Combine(examples, "edge.yaml"), store, null))
        {
            await edge.ReadyAsync();
            Assert.Equal(0, await edge.StopAsync());
        }
        byte[] before = await File.ReadAllBytesAsync(store, TestContext.Current.CancellationToken);

        Ran ran = FakeEngine.Run(Engine.Real, "operate", Path.Combine(examples, "hyperscale.yaml"), "--store", store);

        Assert.Equal((2, ""), (ran.Code, ran.Out));
        Assert.Contains("one.db, the journal of harbour", ran.Error.Replace("\n      ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(store, TestContext.Current.CancellationToken));
    }

    /// <summary>An administrator's token is shown once, so it is made when the process listens, and not before an address that is taken.</summary>
    [Fact]
    public async Task An_address_that_is_taken_is_a_finding_and_no_token_is_lost_by_it()
    {
        string store = scratch.At("two.db"), site = Path.Combine(OperatedProcess.Root, "examples", "edge.yaml");
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();

        Ran ran = FakeEngine.Run(Engine.Real, "operate", site, "--store", store, "--urls", $"http://{taken.LocalEndpoint}");

        Assert.Equal((2, ""), (ran.Code, ran.Out));
        Assert.Contains("--urls", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ran.Error, StringComparison.Ordinal);
        using OperatedProcess next = OperatedProcess.Start(site, store, null);   // fails where no token is shown
        await next.ReadyAsync();
    }
}
