namespace Headroom.Operator;

/// <summary>Something that is wrong at a site and stays so until it is over.</summary>
/// <param name="Name">The same for as long as it is the same alarm, whatever figures its sentence has.</param>
/// <param name="What">A sentence.</param>
public readonly record struct FieldAlarm(string Name, string What)
{
    /// <summary>One whose sentence has no figures.</summary>
    public FieldAlarm(string what) : this(what, what) { }
}
