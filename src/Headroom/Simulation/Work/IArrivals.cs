namespace Headroom.Simulation;

/// <summary>Where a service's requests come from. Asked in order; a step is as long as the simulator likes.</summary>
public interface IArrivals
{
    /// <summary>What came since the moment last asked for, the start at first, up to and with this one.</summary>
    /// <param name="end">Not earlier than before; time since the start of the simulation.</param>
    WorkAmount Until(TimeSpan end);
}
