namespace Headroom.Scenarios.Binding;

/// <summary>How a value came to be.</summary>
internal enum Origin
{
    /// <summary>The key is not there.</summary>
    Absent,

    /// <summary>The key is there and its value was read.</summary>
    Given,

    /// <summary>The key is there, its value is at fault, and a finding says so: nobody shall complain again.</summary>
    Poisoned,
}

/// <summary>A value as read: what it is, where it stands, and whether it may be trusted.</summary>
internal readonly record struct Got<T>(T? Value, Origin Origin, int Line)
{
    public bool IsGiven => Origin == Origin.Given;

    /// <summary>Absent or given: checks that compare values run only on sound ones.</summary>
    public bool IsSound => Origin != Origin.Poisoned;
    public T Or(T otherwise) => Origin == Origin.Given ? Value! : otherwise;
    public static Got<T> Absent(int line) => new(default, Origin.Absent, line);
    public static Got<T> Poisoned(int line) => new(default, Origin.Poisoned, line);
    public static Got<T> Given(T value, int line) => new(value, Origin.Given, line);
    public Got<U> Map<U>(Func<T, U> map) => Origin == Origin.Given ? Got<U>.Given(map(Value!), Line) : new(default, Origin, Line);
}
