using System.Diagnostics;
using Headroom.TestKit;
using Headroom.TestKit.DsxFlex;

namespace Headroom.Operator.Tests.DsxFlex;

/// <summary>A broker of another make, where it is installed.</summary>
public class MosquittoTests
{
    [Fact]
    public async Task The_agent_works_over_mosquitto()
    {
        string? program = ((string[])["/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/usr/bin/mosquitto",
            "/opt/homebrew/sbin/mosquitto"]).FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, "SKIPPED, NOT PASSED: mosquitto is not installed");
        int port = LoopbackPort.Free();
        using Process broker = Process.Start(new ProcessStartInfo(program!, ["-p", $"{port}"]) { RedirectStandardError = true })!;
        try
        {
            await using FlexScene scene = await FlexScene.StartAsync(port: port);
            FlexIsv acme = await scene.IsvAsync("acme");
            string correlation = await acme.SetAsync(FlexScene.Target(70, tags: ["site"]));
            await scene.CeilingIsAsync(null, 70);
            await Eventually.HoldsAsync(() => acme.States.Any(one => one.Envelope.CorrelationId == correlation), () => "no state");
        }
        finally
        {
            broker.Kill();
        }
    }
}
