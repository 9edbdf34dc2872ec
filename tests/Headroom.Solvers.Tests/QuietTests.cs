using System.Runtime.InteropServices;
using static Headroom.Solvers.Tests.Solving;

namespace Headroom.Solvers.Tests;

/// <summary>The library's version, and that it says nothing where results for people and JSON go.</summary>
[Collection("alone")]
public partial class QuietTests
{
    [Fact]
    public void The_loaded_library_is_the_tested_one() => Assert.Equal(HighsSolver.TestedVersion, HighsSolver.Version);

    [Fact]
    public void A_solve_prints_nothing()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("file descriptors are redirected by POSIX calls");
        string path = Path.GetTempFileName();
        string text = Captured(path, () =>
        {
            Programs.Expansion(48).Arrays.Best(Inside);
            Programs.Expansion(48).Arrays.Best(Vertex);
            Programs.Expansion(24, modules: true).Arrays.Best();
            Programs.Expansion(48).Arrays.Highs(Simplex with { TimeLimit = TimeSpan.FromMilliseconds(1) });
            ModelFile.Write(Programs.Expansion(24, modules: true), path + ".mps");
        });
        File.Delete(path + ".mps");
        Assert.Equal("", text);
    }

    [Fact]
    public void The_capture_hears_what_is_printed()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("file descriptors are redirected by POSIX calls");
        string text = Captured(Path.GetTempFileName(), () => { _ = Print("heard"); _ = Flush(0); });
        Assert.Contains("heard", text, StringComparison.Ordinal);
    }

    /// <summary>What native code writes to standard output and error, caught below .NET's own writers.</summary>
    static string Captured(string path, Action act)
    {
        _ = Flush(0);
        int output = Duplicate(1), error = Duplicate(2);
        using (FileStream file = File.Open(path, FileMode.Create))
        {
            int handle = (int)file.SafeFileHandle.DangerousGetHandle();
            _ = Replace(handle, 1);
            _ = Replace(handle, 2);
            try { act(); }
            finally
            {
                _ = Flush(0);
                _ = Replace(output, 1);
                _ = Replace(error, 2);
            }
        }
        string text = File.ReadAllText(path);
        File.Delete(path);
        return text;
    }

    [LibraryImport("libc", EntryPoint = "dup")] private static partial int Duplicate(int handle);
    [LibraryImport("libc", EntryPoint = "dup2")] private static partial int Replace(int from, int to);
    [LibraryImport("libc", EntryPoint = "fflush")] private static partial int Flush(nint all);
    [LibraryImport("libc", EntryPoint = "puts", StringMarshalling = StringMarshalling.Utf8)] private static partial int Print(string line);
}

/// <summary>Standard output belongs to the process, so its tests run alone.</summary>
[CollectionDefinition("alone", DisableParallelization = true)]
public class Alone;
