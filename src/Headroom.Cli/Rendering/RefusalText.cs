using Headroom.Reports;

namespace Headroom.Cli.Rendering;

/// <summary>The answers that are not a plan, for people.</summary>
static class RefusalText
{
    public static void Write(Terminal terminal, PlanDocument document)
    {
        switch (document.Answer)
        {
            case PlanAnswer.Infeasible infeasible: ConflictText.Write(terminal.Out, infeasible); break;
            case PlanAnswer.Unbounded unbounded: terminal.Out.WriteLine($"No plan is the best one: {Wording.Ended(unbounded.Why)}"); break;
            case PlanAnswer.Stopped stopped: terminal.Error.WriteLine(Ending(stopped.Why)); break;
        }
    }

    static string Ending(string why) => why.StartsWith("stopped", StringComparison.Ordinal) ? why : $"no plan: {why}";
}
