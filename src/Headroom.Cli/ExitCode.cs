namespace Headroom.Cli;

/// <summary>What a script learns from a run.</summary>
public enum ExitCode
{
    /// <summary>Done; a facility that cannot host its racks is an answer too.</summary>
    Done = 0,

    /// <summary>The world says no: infeasible, unbounded, stopped.</summary>
    WorldSaysNo = 1,

    /// <summary>The file or the command line is wrong.</summary>
    WrongInput = 2,

    /// <summary>A fault of Headroom itself.</summary>
    OurBug = 3,
}
