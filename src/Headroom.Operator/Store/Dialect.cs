using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Headroom.Operator.Store;

/// <summary>What differs between databases.</summary>
/// <param name="Place">For people; no password in it.</param>
/// <param name="Integer">A type of 64 bits.</param>
/// <param name="Now">Ticks in UTC: the server's where there is one, so that two machines agree on a lease; else the parameter <c>@clock</c>.</param>
/// <param name="Prepare">On every new store.</param>
/// <param name="Migrations">Each brings the form from one version to the next; none is ever changed.</param>
public sealed record Dialect(string Place, string Integer, string Now, string Prepare, IReadOnlyList<string> Migrations, Func<DbConnection> Connect)
{
    public bool IsReadOnly { get; init; }

    /// <summary>Locked by whoever acts, where all who share the store are on one machine; null where they need not be.</summary>
    public string? HolderFile { get; init; }

    /// <summary>What every new connection says first.</summary>
    public string Greeting { get; init; } = "";

    /// <summary>Brings what was appended to where it stays; does not keep whoever appends meanwhile. Null where a server does so by itself.</summary>
    public string? Settle { get; init; }

    /// <summary>A file, or <c>postgres://user:password@host:port/database</c>.</summary>
    public static Dialect Of(string store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return IsPostgres(store) ? Postgres(store) : Sqlite(store);
    }

    public static bool IsPostgres(string store) =>
        store.StartsWith("postgres://", StringComparison.Ordinal) || store.StartsWith("postgresql://", StringComparison.Ordinal);

    /// <summary>An address as it may be shown.</summary>
    public static string WithoutPassword(string store) => !IsPostgres(store) ? store
        : Uri.TryCreate(store, UriKind.Absolute, out Uri? uri) ? $"postgres://{uri.Host}:{(uri.Port > 0 ? uri.Port : 5432)}{uri.AbsolutePath}" : "postgres://…";

    /// <summary>Write-ahead log, and every commit on the disk before it is answered.</summary>
    public static Dialect Sqlite(string path, bool readOnly = false)
    {
        var text = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = readOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            DefaultTimeout = 5,
        };
        return new(path, "integer", "@clock", "pragma journal_mode = wal;", Forms("integer", "blob"), () => new SqliteConnection(text.ToString()))
        {
            IsReadOnly = readOnly,
            HolderFile = readOnly ? null : path + ".holder",
            // the log is settled beside the beat; a commit does so itself, which takes it hundreds of milliseconds, only where it grew to 160 MB because nothing else did
            Greeting = "pragma synchronous = full; pragma wal_autocheckpoint = 40000;",
            Settle = readOnly ? null : "pragma wal_checkpoint(passive);",
        };
    }

    public static Dialect Postgres(string address)
    {
        var uri = new Uri(address);
        string[] user = uri.UserInfo.Split(':', 2);
        var text = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.Port > 0 ? uri.Port : 5432,
            Database = Uri.UnescapeDataString(uri.AbsolutePath.Trim('/')),
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            // the beat waits for nothing longer than a lease
            Timeout = 3,
            CommandTimeout = 3,
            CancellationTimeout = 500,
            TcpKeepAlive = true,
            ApplicationName = "headroom",
            // off this machine nothing is said in the clear, and not to a server whose name nobody vouches for
            SslMode = uri.IsLoopback ? SslMode.Prefer : SslMode.VerifyFull,
            Pooling = false,
        };
        foreach (string pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
            if (pair.Split('=', 2) is [var name, var value]) text[Uri.UnescapeDataString(name)] = Uri.UnescapeDataString(value);
        return new($"postgres://{text.Host}:{text.Port}/{text.Database}", "bigint", "(621355968000000000 + (extract(epoch from clock_timestamp()) * 10000000)::bigint)", "",
            Forms("bigint", "bytea"), () => new NpgsqlConnection(text.ToString()))
        {
            // who stops in the middle of an append, asleep or cut off, must not keep the lease from others by the row it locked
            Greeting = "set idle_in_transaction_session_timeout = '1s'",
        };
    }

    private static string[] Forms(string integer, string bytes) =>
    [
        $"""
        create table journal (sequence {integer} primary key, at {integer} not null, kind text not null, packed {integer} not null, body {bytes} not null, hash {bytes} not null);
        create table state (name text primary key, body {bytes} not null);
        create table lease (one {integer} primary key check (one = 1), holder text not null, token {integer} not null, until {integer} not null);
        insert into lease values (1, '', 0, 0);
        create index journal_kind on journal (kind, sequence);
        """,
    ];
}
