using System.Diagnostics;
using Headroom.Mutation;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

// ./mutate [FOLDER …] [--sample N] [--seed N] [--at TEXT]
List<string> folders = [];
(int sample, int seed, string? at) = (int.MaxValue, 1, null);
for (int k = 0; k < args.Length; k++)
{
    if (args[k] == "--sample") sample = int.Parse(args[++k], null);
    else if (args[k] == "--seed") seed = int.Parse(args[++k], null);
    else if (args[k] == "--at") at = args[++k];
    else folders.Add(args[k].TrimEnd('/'));
}
if (folders.Count == 0) folders = ["Control/Envelope", "Control/Limits", "Control/Allocation"];

string root = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../..")), project = Path.Combine(root, "src/Headroom");
string built = Path.Combine(root, "tests/Headroom.Tests/bin/Release/net10.0"), output = Path.Combine(root, "out/mutation");
Environment.SetEnvironmentVariable("CsCheck_Threads", "1");
long start = Stopwatch.GetTimestamp();
Directory.CreateDirectory(output);
foreach (string file in Directory.EnumerateFiles(built, "*.dll")) File.Copy(file, Path.Combine(output, Path.GetFileName(file)), overwrite: true);
IReadOnlyList<Mutant> all = Builder.Build(project, folders, built, Path.Combine(output, "Headroom.dll"), out int uncompiled);
Console.WriteLine($"{all.Count} mutants; {uncompiled} more do not compile. {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s");

bool good = true;
var equivalents = new Equivalents(Path.Combine(root, "bench/Headroom.Mutation/equivalent.txt"));
using var report = new StreamWriter(Path.Combine(output, "report.txt"));
List<string> table = [];
foreach (string folder in folders)
{
    var tests = new Tests(output, "Headroom.Tests", ClassesIn(Path.Combine(root, "tests/Headroom.Tests", folder)));
    var trials = new Trials(tests);
    if (trials.Baseline() is { Count: > 0 } failed) throw new InvalidOperationException($"tests fail without any mutant: {string.Join("; ", failed)}");
    Mutant[] here = [.. all.Where(one => one.File.StartsWith(folder, StringComparison.Ordinal) && (at is null || $"{one.File}:{one.Line} {one.Change.Text}".Contains(at, StringComparison.Ordinal)))];
    if (sample < here.Length)
    {
        new Random(seed).Shuffle(here);
        here = [.. here.Take(sample).OrderBy(one => one.Number)];
    }
    Console.WriteLine($"{folder}: {here.Length} mutants, {tests.Cases.Count} tests in {tests.Cases.Sum(one => one.Took.TotalSeconds):0.0} s");
    List<Verdict> verdicts = [];
    foreach (Mutant mutant in here)
    {
        Verdict verdict = trials.Try(mutant);
        if (verdict.Outcome is Outcome.Survived or Outcome.Uncovered && equivalents.Reason(mutant) is { } reason) verdict = new(mutant, Outcome.Equivalent, reason);
        verdicts.Add(verdict);
        string line = $"{verdict.Outcome,-10} {Of(mutant)}   {verdict.By}";
        report.WriteLine(line);
        if (verdict.Outcome is Outcome.Survived or Outcome.Uncovered) Console.WriteLine(line);
    }
    int Count(Outcome outcome) => verdicts.Count(one => one.Outcome == outcome);
    int killed = Count(Outcome.Killed), stuck = Count(Outcome.Stuck), counted = verdicts.Count - Count(Outcome.Equivalent);
    double score = counted == 0 ? 1 : (double)(killed + stuck) / counted;
    good &= score >= 0.9;
    table.Add($"{folder,-20} {verdicts.Count,5} {killed,6} {stuck,6} {Count(Outcome.Survived),9} {Count(Outcome.Uncovered),10} {Count(Outcome.Equivalent),11}  {100 * score:0.0} %");
    if (at is null && sample == int.MaxValue)
        foreach (string unmet in equivalents.Unmet([.. Directory.EnumerateFiles(Path.Combine(project, folder), "*.cs").Select(one => Path.GetFileName(one)!)]))
            Tell($"declared equivalent, but no such mutant survives: {unmet}");
}
Tell($"\n{"folder",-20} {"all",5} {"killed",6} {"stuck",6} {"survived",9} {"uncovered",10} {"equivalent",11}  score = (killed + stuck)/(all − equivalent)");
foreach (string row in table) Tell(row);
Console.WriteLine($"{Stopwatch.GetElapsedTime(start).TotalSeconds:0} s; every verdict is in out/mutation/report.txt");
return good ? 0 : 1;

void Tell(string line)
{
    Console.WriteLine(line);
    report.WriteLine(line);
}

static string Of(Mutant one) => $"{one.File}:{one.Line}   {one.Change.Text}   | {one.LineText}";

// The tests of a folder are those in the folder of the same name.
static HashSet<string> ClassesIn(string folder) => [.. Directory.EnumerateFiles(folder, "*.cs").SelectMany(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot()
    .DescendantNodes().OfType<ClassDeclarationSyntax>()).Select(one => $"{one.FirstAncestorOrSelf<BaseNamespaceDeclarationSyntax>()?.Name}.{one.Identifier}")];
