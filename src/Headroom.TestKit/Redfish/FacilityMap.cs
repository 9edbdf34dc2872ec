using Headroom.Protocols.Redfish;
using static Headroom.TestKit.Redfish.ServiceMap;

namespace Headroom.TestKit.Redfish;

/// <summary>A unit of coolant, a strip and leak detectors.</summary>
internal static class FacilityMap
{
    private const string Cdu = V1 + "/ThermalEquipment/CDUs/1";
    private const string Pdu = V1 + "/PowerEquipment/RackPDUs/1";
    private const string LeakChassis = V1 + "/Chassis/Leaks";

    public static void AddTo(ResourceMap map, EmulatedService model)
    {
        if (model.Cdu is not null) AddCdu(map, model.Leaks is not null);
        if (model.Pdu is { } pdu) AddPdu(map, pdu.Outlets);
        if (model.Leaks is not { } leaks) return;
        string detection;
        if (model.Cdu is not null) detection = Cdu + "/LeakDetection";
        else
        {
            detection = LeakChassis + "/ThermalSubsystem/LeakDetection";
            if (model.Rack is null) map.Collection(V1 + "/Chassis", "ChassisCollection", "Chassis", LeakChassis);
            map[LeakChassis] = new((_, to) =>
            {
                to.Head(LeakChassis, "Chassis.v1_28_0.Chassis", "Leaks", "Drip trays");
                to.Json.WriteString("ChassisType", "Other");
                to.Status();
                to.Link("ThermalSubsystem", LeakChassis + "/ThermalSubsystem");
            });
            map[LeakChassis + "/ThermalSubsystem"] = new((_, to) =>
            {
                to.Head(LeakChassis + "/ThermalSubsystem", "ThermalSubsystem.v1_3_4.ThermalSubsystem", "ThermalSubsystem", "Cooling of the chassis");
                to.Status();
                to.Link("LeakDetection", detection);
            });
        }
        AddLeaks(map, detection, leaks);
    }

    private static void AddLeaks(ResourceMap map, string detection, EmulatedLeaks leaks)
    {
        map[detection] = new((_, to) =>
        {
            to.Head(detection, "LeakDetection.v1_2_0.LeakDetection", "LeakDetection", "Leak detection");
            to.Status();
            to.Link("LeakDetectors", detection + "/LeakDetectors");
        });
        map.Collection(detection + "/LeakDetectors", "LeakDetectorCollection", "Leak detectors", [.. leaks.Names.Select(name => $"{detection}/LeakDetectors/{name}")]);
        foreach (string name in leaks.Names)
        {
            string path = $"{detection}/LeakDetectors/{name}";
            map[path] = new((service, to) =>
            {
                LeakState state = service.Leaks![name];
                to.Head(path, "LeakDetector.v1_6_0.LeakDetector", name, "Leak detector " + name);
                to.Json.WriteString("LeakDetectorType", "Moisture");
                to.Json.WriteString("DetectorState", state == LeakState.Ok ? "OK" : state == LeakState.Unknown ? "Unavailable" : state.ToString());
                to.Json.WriteString("CriticalReactionType", "None");
                to.Status("Enabled", state is LeakState.Critical ? "Critical" : state is LeakState.Ok ? "OK" : "Warning");
            });
        }
    }

    private static void AddCdu(ResourceMap map, bool hasLeaks)
    {
        map[V1 + "/ThermalEquipment"] = new((_, to) =>
        {
            to.Head(V1 + "/ThermalEquipment", "ThermalEquipment.v1_2_0.ThermalEquipment", "ThermalEquipment", "Cooling equipment");
            to.Status();
            to.Link("CDUs", V1 + "/ThermalEquipment/CDUs");
        });
        map.Collection(V1 + "/ThermalEquipment/CDUs", "CoolingUnitCollection", "Coolant distribution units", Cdu);
        map[Cdu] = new((service, to) =>
        {
            to.Head(Cdu, "CoolingUnit.v1_5_0.CoolingUnit", "1", "Coolant distribution unit");
            to.Json.WriteString("EquipmentType", "CDU");
            to.Json.WriteNumber("CoolingCapacityWatts", service.Cdu!.Capacity.Watts);
            to.Json.WriteStartObject("Coolant");
            to.Json.WriteString("CoolantType", "Water");
            to.Json.WriteEndObject();
            to.Status(service.Cdu.IsOn ? "Enabled" : "Disabled");
            to.Link("PrimaryCoolantConnectors", Cdu + "/PrimaryCoolantConnectors");
            to.Link("SecondaryCoolantConnectors", Cdu + "/SecondaryCoolantConnectors");
            to.Link("Pumps", Cdu + "/Pumps");
            if (hasLeaks) to.Link("LeakDetection", Cdu + "/LeakDetection");
            to.Json.WriteStartObject("Actions");
            to.Action(Cdu, setMode);
            to.Json.WriteEndObject();
        });
        map.Action(Cdu, setMode);
        map.Collection(Cdu + "/Pumps", "PumpCollection", "Pumps", Cdu + "/Pumps/1");
        map[Cdu + "/Pumps/1"] = new((service, to) =>
        {
            to.Head(Cdu + "/Pumps/1", "Pump.v1_2_0.Pump", "1", "Pump");
            to.Json.WriteString("PumpType", "Liquid");
            to.Reading("PumpSpeedPercent", service.Cdu!.IsOn ? service.Cdu.PumpPercent : 0);
            to.Status();
        });
        foreach (string side in (string[])["Primary", "Secondary"])
        {
            string collection = $"{Cdu}/{side}CoolantConnectors", path = collection + "/1";
            map.Collection(collection, "CoolantConnectorCollection", side + " coolant connectors", path);
            map[path] = new((service, to) => WriteConnector(service.Cdu!, to, path, side))
            {
                // the primary side is the building's to set
                Version = side == "Secondary" ? service => service.Cdu!.Version : null,
                Patch = side == "Secondary" ? new(Supply, [new Writable.Number(Supply, 15, 50)], (service, values) => service.Cdu!.SupplyCelsius = values[Supply].GetDouble()) : null,
            };
        }
    }

    private const string Supply = "SupplyTemperatureControlCelsius/SetPoint";

    private static readonly ActionRule setMode =
        new("CoolingUnit.SetMode", (service, mode) => service.Cdu!.IsOn = mode == "Enabled") { Parameter = "Mode", Allowed = ["Enabled", "Disabled"] };

    private static void WriteConnector(EmulatedCdu cdu, ResourceWriter to, string path, string side)
    {
        bool isSecondary = side == "Secondary";
        double colder = isSecondary ? 0 : 5;
        to.Head(path, "CoolantConnector.v1_4_0.CoolantConnector", "1", side + " coolant connector");
        if (isSecondary) to.Tag(cdu.Version);
        to.Json.WriteString("CoolantConnectorType", "Pair");
        to.Reading("FlowLitersPerMinute", cdu.IsOn ? cdu.FlowLitresPerMinute : 0);
        to.Reading("SupplyTemperatureCelsius", cdu.SupplyCelsius - colder);
        to.Reading("ReturnTemperatureCelsius", cdu.ReturnCelsius - colder);
        to.Reading("DeltaTemperatureCelsius", cdu.ReturnCelsius - cdu.SupplyCelsius);
        to.Reading("SupplyPressurekPa", 310);
        to.Reading("ReturnPressurekPa", 190);
        to.Reading("DeltaPressurekPa", 120);
        to.Reading("HeatRemovedkW", cdu.HeatLyingFactor * cdu.Heat.Watts / 1e3);
        if (isSecondary)
        {
            to.Json.WriteStartObject("SupplyTemperatureControlCelsius");
            to.Json.WriteNumber("SetPoint", cdu.SupplyCelsius);
            to.Json.WriteNumber("AllowableMin", 15);
            to.Json.WriteNumber("AllowableMax", 50);
            to.Json.WriteString("ControlMode", "Automatic");
            to.Json.WriteEndObject();
        }
        to.Status();
    }

    private static void AddPdu(ResourceMap map, int outlets)
    {
        map[V1 + "/PowerEquipment"] = new((_, to) =>
        {
            to.Head(V1 + "/PowerEquipment", "PowerEquipment.v1_2_3.PowerEquipment", "PowerEquipment", "Power equipment");
            to.Status();
            to.Link("RackPDUs", V1 + "/PowerEquipment/RackPDUs");
        });
        map.Collection(V1 + "/PowerEquipment/RackPDUs", "PowerDistributionCollection", "Strips of racks", Pdu);
        map[Pdu] = new((_, to) =>
        {
            to.Head(Pdu, "PowerDistribution.v1_6_0.PowerDistribution", "1", "Strip of a rack");
            to.Json.WriteString("EquipmentType", "RackPDU");
            to.Json.WriteString("Manufacturer", "emulated");
            to.Json.WriteString("FirmwareVersion", "emulated-1");
            to.Status();
            to.Link("Metrics", Pdu + "/Metrics");
            to.Link("Mains", Pdu + "/Mains");
            to.Link("Outlets", Pdu + "/Outlets");
        });
        map[Pdu + "/Metrics"] = new((service, to) =>
        {
            to.Head(Pdu + "/Metrics", "PowerDistributionMetrics.v1_4_0.PowerDistributionMetrics", "Metrics", "Metrics of the strip");
            to.Reading("PowerWatts", service.Pdu!.Power.Watts * service.Faults.LyingFactor);
            to.Reading("EnergykWh", service.Pdu.Energy.Joules / 3.6e6);
        });
        map.Collection(Pdu + "/Mains", "CircuitCollection", "Mains", Pdu + "/Mains/AC1");
        map[Pdu + "/Mains/AC1"] = new((service, to) =>
        {
            to.Head(Pdu + "/Mains/AC1", "Circuit.v1_9_0.Circuit", "AC1", "Main");
            to.Json.WriteString("CircuitType", "Mains");
            to.Json.WriteString("PhaseWiringType", "ThreePhase5Wire");
            to.Json.WriteNumber("RatedCurrentAmps", service.Pdu!.RatedAmps);
            to.Json.WriteString("BreakerState", service.Pdu.Breaker);
            to.Reading("PowerWatts", service.Pdu.Power.Watts * service.Faults.LyingFactor);
            to.Reading("CurrentAmps", service.Pdu.Amps);
            to.Status("Enabled", service.Pdu.Breaker == "Normal" ? "OK" : "Critical");
        });
        map.Collection(Pdu + "/Outlets", "OutletCollection", "Outlets", [.. Enumerable.Range(0, outlets).Select(k => $"{Pdu}/Outlets/A{k + 1}")]);
        for (int k = 0; k < outlets; k++)
        {
            int outlet = k;
            string path = $"{Pdu}/Outlets/A{k + 1}";
            // a cycle is over at once, and ends in power
            ActionRule control = new("Outlet.PowerControl", (service, state) => service.Pdu!.Switch(outlet, state != "Off")) { Parameter = "PowerState", Allowed = ["On", "Off", "PowerCycle"] };
            map[path] = new((service, to) =>
            {
                bool on = service.Pdu!.IsOn(outlet);
                to.Head(path, "Outlet.v1_5_0.Outlet", $"A{outlet + 1}", "Outlet");
                to.Json.WriteString("PhaseWiringType", "OnePhase3Wire");
                to.Json.WriteString("PowerState", on ? "On" : "Off");
                to.Reading("PowerWatts", on ? service.Pdu.Power.Watts / service.Pdu.Outlets : 0);
                to.Status();
                to.Json.WriteStartObject("Actions");
                to.Action(path, control);
                to.Json.WriteEndObject();
            });
            map.Action(path, control);
        }
    }
}
