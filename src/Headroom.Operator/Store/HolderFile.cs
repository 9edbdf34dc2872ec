using System.Globalization;

namespace Headroom.Operator.Store;

/// <summary>A file beside a store that whoever acts keeps locked. The kernel frees it when the process ends, however it ends: who can lock it, and finds in it the token of the
/// lease that was taken last, knows that its holder is no more, and need not wait for the lease to run out.</summary>
/// <remarks>A process that sleeps keeps its lock, and one that took the lease without the file left another token in it: both are waited for. So is whoever holds it
/// where a file system keeps no locks.</remarks>
internal sealed class HolderFile(string path) : IDisposable
{
    private FileStream? locked;

    /// <summary>Locks the file, which stays so until <see cref="Free"/>.</summary>
    /// <returns>Token of the lease whose holder has ended or is this process; null where nobody can say so.</returns>
    public long? Ended()
    {
        locked ??= Lock();
        if (locked is null) return null;
        locked.Position = 0;
        Span<byte> text = stackalloc byte[20];
        int read = locked.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
        return long.TryParse(text[..read], NumberStyles.None, CultureInfo.InvariantCulture, out long token) ? token : null;
    }

    /// <summary>Writes whose lease the lock stands for; nothing where another process has the file.</summary>
    public void Keep(long token)
    {
        if (locked is null) return;
        locked.SetLength(0);
        locked.Position = 0;
        locked.Write(System.Text.Encoding.ASCII.GetBytes(token.ToString(CultureInfo.InvariantCulture)));
        locked.Flush();
    }

    public void Free()
    {
        locked?.Dispose();
        locked = null;
    }

    public void Dispose() => Free();

    private FileStream? Lock()
    {
        if (Open() is not { } first) return null;
        if (Open() is not { } second) return first;
        // locked twice is locked by nobody: some file systems take a lock and keep none
        second.Dispose();
        first.Dispose();
        return null;
    }

    private FileStream? Open()
    {
        try { return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0); }
        catch (Exception taken) when (taken is IOException or UnauthorizedAccessException) { return null; }
    }
}
