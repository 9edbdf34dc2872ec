using Headroom.Reports;

namespace Headroom.Cli.Rendering;

/// <summary>Why no plan exists, in the model's own words: what had to give, by how much, and what would relieve it.</summary>
static class ConflictText
{
    public static void Write(TextWriter to, PlanAnswer.Infeasible answer)
    {
        to.WriteLine(Opening(answer.Conflicts.Count));
        foreach (Conflict conflict in answer.Conflicts)
        {
            to.WriteLine();
            to.WriteLine($"  {conflict.Family}");
            foreach (string line in Wording.Wrap(Sentence(conflict), Terminal.Widest - 6)) to.WriteLine("      " + line);
        }
        to.WriteLine();
        to.WriteLine($"{answer.Model.Rows:#,0} rows, {answer.Model.Columns:#,0} columns, {answer.Model.NonZeros:#,0} non-zeros; {answer.Model.Algorithm}.");
    }

    static string Opening(int count) => count switch
    {
        0 => "No plan satisfies everything that the site asks.",
        1 => "No plan satisfies everything that the site asks. One family cannot hold:",
        _ => $"No plan satisfies everything that the site asks. These {count} families cannot hold together:",
    };

    static string Sentence(Conflict conflict)
    {
        string where = conflict.Members > 1 ? $", in {conflict.Members:#,0} places, most at {conflict.When}" : conflict.When.Length > 0 ? $", at {conflict.When}" : "";
        string gives = $"It gives by {conflict.ByHowMuch}{where}.";
        return string.Join(' ', new[] { conflict.Meaning, gives, conflict.Relief }.Where(part => part.Length > 0).Select(Wording.Ended));
    }
}
