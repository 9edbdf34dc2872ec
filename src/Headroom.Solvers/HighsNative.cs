using System.Runtime.InteropServices;

namespace Headroom.Solvers;

/// <summary>The C interface of HiGHS, in the native library that Google.OrTools carries.</summary>
/// <remarks>HiGHS copies what it is passed; pointers live only for the call. Indices are 32-bit.</remarks>
static unsafe partial class HighsNative
{
    const string Library = "highs";

    static HighsNative() => NativeLibrary.SetDllImportResolver(typeof(HighsNative).Assembly, static (name, assembly, path) =>
        name != Library ? 0 : NativeLibrary.Load(
            OperatingSystem.IsWindows() ? "highs.dll" : OperatingSystem.IsMacOS() ? "libhighs.1.dylib" : "libhighs.so.1", assembly, path));

    [LibraryImport(Library, EntryPoint = "Highs_create")] internal static partial nint Create();
    [LibraryImport(Library, EntryPoint = "Highs_destroy")] internal static partial void Destroy(nint highs);
    [LibraryImport(Library, EntryPoint = "Highs_version")] internal static partial byte* Version();
    [LibraryImport(Library, EntryPoint = "Highs_getSizeofHighsInt")] internal static partial int SizeOfInt(nint highs);

    [LibraryImport(Library, EntryPoint = "Highs_passLp")]
    internal static partial int PassLp(nint highs, int columns, int rows, int nonZeros, int format, int sense, double offset, double* cost,
        double* lower, double* upper, double* rowLower, double* rowUpper, int* start, int* index, double* value);

    [LibraryImport(Library, EntryPoint = "Highs_passMip")]
    internal static partial int PassMip(nint highs, int columns, int rows, int nonZeros, int format, int sense, double offset, double* cost,
        double* lower, double* upper, double* rowLower, double* rowUpper, int* start, int* index, double* value, int* integrality);

    [LibraryImport(Library, EntryPoint = "Highs_run")] internal static partial int Run(nint highs);
    [LibraryImport(Library, EntryPoint = "Highs_getModelStatus")] internal static partial int ModelStatus(nint highs);

    [LibraryImport(Library, EntryPoint = "Highs_getSolution")]
    internal static partial int Solution(nint highs, double* columnValue, double* columnDual, double* rowValue, double* rowDual);

    [LibraryImport(Library, EntryPoint = "Highs_getDoubleInfoValue", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int DoubleInfo(nint highs, string name, double* value);

    [LibraryImport(Library, EntryPoint = "Highs_getIntInfoValue", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int IntInfo(nint highs, string name, int* value);

    [LibraryImport(Library, EntryPoint = "Highs_setStringOptionValue", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int StringOption(nint highs, string name, string value);

    [LibraryImport(Library, EntryPoint = "Highs_setBoolOptionValue", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int BoolOption(nint highs, string name, int value);

    [LibraryImport(Library, EntryPoint = "Highs_setIntOptionValue", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int IntOption(nint highs, string name, int value);

    [LibraryImport(Library, EntryPoint = "Highs_setDoubleOptionValue", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int DoubleOption(nint highs, string name, double value);

    [LibraryImport(Library, EntryPoint = "Highs_changeColBounds")]
    internal static partial int ChangeColumnBounds(nint highs, int column, double lower, double upper);

    [LibraryImport(Library, EntryPoint = "Highs_writeModel", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int WriteModel(nint highs, string path);

    [LibraryImport(Library, EntryPoint = "Highs_passColName", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int PassColumnName(nint highs, int column, string name);

    [LibraryImport(Library, EntryPoint = "Highs_passRowName", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int PassRowName(nint highs, int row, string name);

    [LibraryImport(Library, EntryPoint = "Highs_setCallback")]
    internal static partial int SetCallback(nint highs, delegate* unmanaged[Cdecl]<int, byte*, void*, void*, void*, void> callback, void* user);

    [LibraryImport(Library, EntryPoint = "Highs_startCallback")] internal static partial int StartCallback(nint highs, int type);
}
