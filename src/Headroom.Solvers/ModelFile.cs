using Headroom.Algebra;

namespace Headroom.Solvers;

/// <summary>Writes a program for any other solver.</summary>
public static class ModelFile
{
    /// <summary>Writes MPS (or LP, by the ending of the path), whole columns marked, columns and rows numbered.</summary>
    public static void Write(ProgramArrays program, string path)
    {
        using HighsModel model = HighsModel.Pass(program, relax: false);
        model.Write(path);
    }

    /// <summary>The same with the model's own names: <c>state_of_charge(1)</c>.</summary>
    public static void Write(LinearProgram program, string path)
    {
        ArgumentNullException.ThrowIfNull(program);
        using HighsModel model = HighsModel.Pass(program.Arrays, relax: false);
        model.Name(ModelNames.Of(program));
        model.Write(path);
    }
}
