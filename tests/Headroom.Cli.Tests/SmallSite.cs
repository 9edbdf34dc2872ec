namespace Headroom.Cli.Tests;

/// <summary>A site that plans within a second: one hall, one service, little else; and a way to ask about it.</summary>
static class SmallSite
{
    /// <param name="tier">Of its one service.</param>
    public static string Text(int tier) => $$"""
        site: cabin
        tier: edge
        region: fi
        year: 2027
        grid: {firm: 400 kW}
        halls:
          - {name: A, power: 300 kW, perRack: 15 kW, cooling: air, supply: 24 °C}
        racks:
          hgx-h200: {installed: 20}
        services:
          - {name: chat, model: llama-3.1-70b, precision: fp8, input: 1024 tok, output: 512 tok, demand: {peak: 60000 tok/s, shape: consumer}, latency: {ttft: 2 s, tpot: 50 ms}, tier: {{tier}}}
        """;

    public static (ExitCode Code, string Out, string Error) Run(CancellationToken stop, params string[] args)
    {
        (StringWriter output, StringWriter error) = (new(), new());
        ExitCode code = HeadroomCommand.RunAsync(args, new Terminal(output, error), Engine.Real, stop).GetAwaiter().GetResult();
        return (code, output.ToString(), error.ToString());
    }

    public static (ExitCode Code, string Out, string Error) Run(params string[] args) => Run(TestContext.Current.CancellationToken, args);
}
