using System.Globalization;
using Google.OrTools.LinearSolver;

namespace Headroom.Solvers.Tests;

/// <summary>A reader of free MPS written from the format's description alone, so that our file is not judged by HiGHS' own
/// reader.</summary>
sealed class MpsFile
{
    readonly Solver solver = Solver.CreateSolver("GLOP");
    readonly Dictionary<string, Constraint> rows = [];
    readonly Dictionary<string, char> kinds = [];
    readonly Dictionary<string, Google.OrTools.LinearSolver.Variable> columns = [];
    readonly Google.OrTools.LinearSolver.Objective objective;
    string cost = "", section = "";
    bool maximise;

    public MpsFile(string path)
    {
        objective = solver.Objective();
        foreach (string line in File.ReadLines(path))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0 || line[0] == '*') continue;
            if (line[0] != ' ') Section(words);
            else Read(words);
        }
        if (maximise) objective.SetMaximization(); else objective.SetMinimization();
    }

    public double Best()
    {
        Assert.Equal(Solver.ResultStatus.OPTIMAL, solver.Solve());
        return objective.Value();
    }

    void Section(string[] words)
    {
        section = words[0];
        if (section == "OBJSENSE" && words.Length > 1) maximise = words[1].StartsWith("MAX", StringComparison.Ordinal);
    }

    void Read(string[] words)
    {
        switch (section)
        {
            case "OBJSENSE": maximise = words[0].StartsWith("MAX", StringComparison.Ordinal); break;
            case "ROWS": Row(words[0][0], words[1]); break;
            case "COLUMNS" when words[1] != "'MARKER'": Pairs(words, (row, value) => Coefficient(words[0], row, value)); break;
            case "RHS": Pairs(words, RightSide); break;
            case "BOUNDS": Bound(words); break;
            case "RANGES": throw new NotSupportedException("our rows have no ranges");
        }
    }

    void Row(char kind, string name)
    {
        kinds[name] = kind;
        if (kind == 'N' && cost.Length == 0) cost = name;
        if (kind != 'N') rows[name] = solver.MakeConstraint(kind == 'L' ? double.NegativeInfinity : 0, kind == 'G' ? double.PositiveInfinity
            : 0, "");
    }

    void Coefficient(string column, string row, double value)
    {
        if (!columns.TryGetValue(column, out var x)) columns[column] = x = solver.MakeNumVar(0, double.PositiveInfinity, "");
        if (row == cost) objective.SetCoefficient(x, value); else rows[row].SetCoefficient(x, value);
    }

    /// <summary>The right side of the objective row is the negative of its constant.</summary>
    void RightSide(string row, double value)
    {
        if (row == cost) objective.SetOffset(-value);
        else rows[row].SetBounds(kinds[row] == 'L' ? double.NegativeInfinity : value, kinds[row] == 'G' ? double.PositiveInfinity : value);
    }

    void Bound(string[] words)
    {
        if (!columns.TryGetValue(words[2], out var x)) columns[words[2]] = x = solver.MakeNumVar(0, double.PositiveInfinity, "");
        double value = words.Length > 3 ? Number(words[3]) : 0;
        switch (words[0])
        {
            case "LO": x.SetLb(value); break;
            case "UP": x.SetUb(value); break;
            case "FX": x.SetBounds(value, value); break;
            case "FR": x.SetBounds(double.NegativeInfinity, double.PositiveInfinity); break;
            case "MI": x.SetLb(double.NegativeInfinity); break;
            case "PL": x.SetUb(double.PositiveInfinity); break;
            default: throw new NotSupportedException(words[0]);
        }
    }

    static void Pairs(string[] words, Action<string, double> take)
    {
        for (int k = 1; k + 1 < words.Length; k += 2) take(words[k], Number(words[k + 1]));
    }

    static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
