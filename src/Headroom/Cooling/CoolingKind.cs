namespace Headroom.Cooling;

/// <summary>How heat leaves the racks of a hall.</summary>
public enum CoolingKind
{
    /// <summary>Air handlers blow over the racks; water coils take the heat from the air.</summary>
    Air,

    /// <summary>A water coil with fans in the door of each rack.</summary>
    RearDoor,

    /// <summary>Cold plates on the chips, a coolant distribution unit per row.</summary>
    DirectLiquid,

    /// <summary>Servers in tanks of oil.</summary>
    Immersion,
}

/// <summary>How heat leaves the site.</summary>
public enum Rejection
{
    /// <summary>Finned coils and fans, with a trim chiller for hot hours. Uses no water.</summary>
    DryCooler,

    /// <summary>Evaporative cooling tower, with a chiller for humid hours.</summary>
    Tower,

    /// <summary>Air-cooled chiller all year, no free cooling.</summary>
    Chiller,

    /// <summary>Dry cooler whose inlet air is wetted in hot hours, with a trim chiller behind it.</summary>
    Adiabatic,
}
