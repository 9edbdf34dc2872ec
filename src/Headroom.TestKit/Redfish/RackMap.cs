using System.Globalization;
using System.Text.Json;
using Headroom.Protocols.Redfish;
using Headroom.Quantities;
using static Headroom.TestKit.Redfish.ServiceMap;

namespace Headroom.TestKit.Redfish;

/// <summary>Systems, GPUs, chassis and controls of a rack, in the names of one family of devices.</summary>
internal static class RackMap
{
    public static string Gpu(int tray, int n) => $"{V1}/Systems/HGX_Baseboard_{tray}/Processors/GPU_{n}";
    public static string Total(int tray) => $"{V1}/Chassis/HGX_Chassis_{tray}/Controls/TotalGPU_Power_0";
    public static string TotalSensor(int tray) => $"{V1}/Chassis/HGX_Chassis_{tray}/Sensors/HGX_Chassis_{tray}_TotalGPU_Power_0";
    public static string InputSensor(int tray) => $"{V1}/Chassis/Chassis_{tray}/Sensors/Chassis_{tray}_TotalHSC_Power_0";

    public static void AddTo(ResourceMap map, RackShape shape)
    {
        IReadOnlyCollection<string> trays(string path) => [.. Enumerable.Range(0, shape.Trays).Select(tray => $"{V1}{path}{tray}")];
        map.Collection(V1 + "/Systems", "ComputerSystemCollection", "Systems", trays("/Systems/HGX_Baseboard_"));
        map.Collection(V1 + "/Chassis", "ChassisCollection", "Chassis", [.. trays("/Chassis/HGX_Chassis_"), .. trays("/Chassis/Chassis_")]);
        for (int tray = 0; tray < shape.Trays; tray++)
        {
            AddSystem(map, shape, tray);
            AddChassis(map, shape, tray);
            for (int n = 0; n < shape.GpusPerTray; n++) AddGpu(map, shape, tray, n);
        }
        TelemetryMap.AddTo(map, shape);
    }

    private static void AddSystem(ResourceMap map, RackShape shape, int tray)
    {
        string path = $"{V1}/Systems/HGX_Baseboard_{tray}";
        map[path] = new((_, to) =>
        {
            to.Head(path, "ComputerSystem.v1_28_0.ComputerSystem", $"HGX_Baseboard_{tray}", "GPU baseboard");
            to.Json.WriteString("SystemType", "Physical");
            to.Json.WriteString("PowerState", "On");
            to.Status();
            to.Link("Processors", path + "/Processors");
            to.Json.WriteStartObject("Links");
            to.Links("ManagedBy", [AcceleratorManager]);
            to.Json.WriteEndObject();
        });
        map.Collection(path + "/Processors", "ProcessorCollection", "Processors", [.. Enumerable.Range(0, shape.GpusPerTray).Select(n => Gpu(tray, n))]);
    }

    private static void AddChassis(ResourceMap map, RackShape shape, int tray)
    {
        string board = $"{V1}/Chassis/HGX_Chassis_{tray}", chassis = $"{V1}/Chassis/Chassis_{tray}";
        map[board] = new((_, to) =>
        {
            to.Head(board, "Chassis.v1_28_0.Chassis", $"HGX_Chassis_{tray}", "GPU module");
            to.Json.WriteString("ChassisType", "Module");
            to.Status();
            if (shape.HasTotals) to.Link("Controls", board + "/Controls");
            to.Link("Sensors", board + "/Sensors");
        });
        map[chassis] = new((_, to) =>
        {
            to.Head(chassis, "Chassis.v1_28_0.Chassis", $"Chassis_{tray}", "Compute tray");
            to.Json.WriteString("ChassisType", "RackMount");
            to.Status();
            to.Link("Sensors", chassis + "/Sensors");
        });
        map.Collection(board + "/Sensors", "SensorCollection", "Sensors", TotalSensor(tray));
        map.Collection(chassis + "/Sensors", "SensorCollection", "Sensors", InputSensor(tray));
        map[TotalSensor(tray)] = new((service, to) => Sensor(to, TotalSensor(tray), "Power of all GPUs", service.Rack!.Total(tray).Drawn));
        map[InputSensor(tray)] = new((service, to) => Sensor(to, InputSensor(tray), "Power at the input of the tray", service.Rack!.Total(tray).Input));
        if (!shape.HasTotals) return;
        map.Collection(board + "/Controls", "ControlCollection", "Controls", Total(tray));
        map[Total(tray)] = new((service, to) => WriteTotal(service, to, shape, tray))
        {
            Version = service => service.Rack!.VersionOfTotal(tray),
            Patch = new("SetPoint", [new Writable.Number("SetPoint", shape.TotalLeast.Watts, shape.TotalMost.Watts)], (service, values) =>
            {
                if (!service.Faults.IgnoresLimits) service.Rack!.WriteTotal(tray, values["SetPoint"].GetDouble());
            }),
        };
    }

    private static void Sensor(ResourceWriter to, string path, string name, Power reading)
    {
        to.Head(path, "Sensor.v1_13_0.Sensor", path[(path.LastIndexOf('/') + 1)..], name);
        to.Json.WriteNumber("Reading", Math.Round(reading.Watts, 3));
        to.Json.WriteString("ReadingType", "Power");
        to.Json.WriteString("ReadingUnits", "W");
        to.Json.WriteString("ReadingTime", "1970-01-01T00:00:00Z");          // as devices have been seen to say
        to.Status();
    }

    private static void WriteTotal(EmulatedService service, ResourceWriter to, RackShape shape, int tray)
    {
        TotalReading total = service.Rack!.Total(tray);
        to.Head(Total(tray), "Control.v1_8_0.Control", "TotalGPU_Power_0", "Power of all GPUs of the tray");
        to.Tag(service.Rack.VersionOfTotal(tray));
        to.Json.WriteString("ControlType", "Power");
        to.Json.WriteString("ControlMode", "Override");
        to.Json.WriteString("PhysicalContext", "GPU");
        to.Json.WriteNumber("SetPoint", total.Enforced.Watts);
        to.Json.WriteString("SetPointUnits", "W");
        to.Json.WriteNumber("AllowableMin", shape.TotalLeast.Watts);
        to.Json.WriteNumber("AllowableMax", shape.TotalMost.Watts);
        to.Json.WriteNumber("DefaultSetPoint", shape.TotalMost.Watts);
        to.Links("RelatedItem", [.. Enumerable.Range(0, shape.GpusPerTray).Select(n => Gpu(tray, n))]);
        to.Reading("Sensor", total.Drawn.Watts, TotalSensor(tray));
        to.Status();
    }

    private static void AddGpu(ResourceMap map, RackShape shape, int tray, int n)
    {
        string path = Gpu(tray, n), environment = path + "/EnvironmentMetrics";
        int g = tray * shape.GpusPerTray + n;
        map[path] = new((_, to) =>
        {
            to.Head(path, "Processor.v1_23_0.Processor", $"GPU_{n}", "GPU");
            to.Json.WriteString("ProcessorType", "GPU");
            to.Json.WriteString("Manufacturer", "emulated");
            to.Status();
            to.Link("EnvironmentMetrics", environment);
            to.Link("Metrics", path + "/ProcessorMetrics");
        });
        map[environment] = new((service, to) => WriteEnvironment(service, to, shape, environment, g, n))
        {
            Version = service => service.Rack!.VersionOf(g),
            Patch = PatchOf(shape, g),
        };
        map.Action(environment, clear with { Act = (service, _) => service.Rack!.Clear(g) });
        map[path + "/ProcessorMetrics"] = new((service, to) =>
        {
            GpuReading gpu = service.Rack!.Gpu(g);
            to.Head(path + "/ProcessorMetrics", "ProcessorMetrics.v1_7_0.ProcessorMetrics", "ProcessorMetrics", "GPU metrics");
            to.Json.WriteString("PowerLimitThrottleDuration", "PT0S");
            to.Json.WriteString("ThermalLimitThrottleDuration", "PT0S");
            to.Json.WriteStartObject("Oem");
            to.Json.WriteStartObject("Nvidia");
            to.Json.WriteString("@odata.type", "#NvidiaProcessorMetrics.v1_4_0.NvidiaGPUProcessorMetrics");
            to.Json.WriteStartArray("ThrottleReasons");
            if (gpu.Limiters.HasFlag(Limiters.HardwarePowerBrake)) to.Json.WriteStringValue("HW_POWER_BRAKE_SLOWDOWN");
            if (gpu.Limiters.HasFlag(Limiters.HardwareSlowdown)) to.Json.WriteStringValue("HW_SLOWDOWN");
            if (gpu.Limiters.HasFlag(Limiters.SoftwarePowerCap)) to.Json.WriteStringValue("SW_POWER_CAP");
            to.Json.WriteEndArray();
            to.Json.WriteEndObject();
            to.Json.WriteEndObject();
        });
    }

    private static void WriteEnvironment(EmulatedService service, ResourceWriter to, RackShape shape, string path, int g, int n)
    {
        GpuReading gpu = service.Rack!.Gpu(g);
        Utf8JsonWriter json = to.Json;
        to.Head(path, "EnvironmentMetrics.v1_6_0.EnvironmentMetrics", "EnvironmentMetrics", string.Create(CultureInfo.InvariantCulture, $"GPU_{n} Environment Metrics"));
        to.Tag(service.Rack.VersionOf(g));
        to.Reading("PowerWatts", gpu.Drawn.Watts);
        to.Reading("EnergyJoules", gpu.Energy.Joules);
        to.Reading("TemperatureCelsius", 35 + gpu.Drawn.Watts / 40);
        json.WriteStartObject("PowerLimitWatts");
        json.WriteNumber("SetPoint", gpu.Enforced.Watts);
        json.WriteNumber("AllowableMin", shape.GpuLeast.Watts);
        json.WriteNumber("AllowableMax", shape.GpuMost.Watts);
        json.WriteNumber("DefaultSetPoint", shape.GpuMost.Watts);
        json.WriteString("ControlMode", "Automatic");
        json.WriteNumber("Reading", Math.Round(gpu.Drawn.Watts, 3));
        json.WriteEndObject();
        json.WriteStartObject("Oem");
        json.WriteStartObject("Nvidia");
        json.WriteString("@odata.type", "#NvidiaEnvironmentMetrics.v1_3_0.NvidiaEnvironmentMetrics");
        if (shape.HasPersistentLimits)
        {
            json.WriteBoolean("PowerLimitPersistency", gpu.OneShot is null && gpu.Persistent is not null);
            Watts(json, "RequestedOneshotPowerLimitWatts", gpu.OneShot);
            Watts(json, "RequestedPersistentPowerLimitWatts", gpu.Persistent);
        }
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("Actions");
        json.WriteStartObject("Oem");
        to.Action(path, clear);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Watts(Utf8JsonWriter json, string property, double? watts)
    {
        if (watts is { } some) json.WriteNumber(property, some);
        else json.WriteNull(property);
    }

    private static readonly ActionRule clear = new("NvidiaEnvironmentMetrics.ClearOOBSetPoint", (_, _) => { }) { IsOem = true };

    private const string Limit = "PowerLimitWatts/SetPoint", Persistency = "Oem/Nvidia/PowerLimitPersistency";

    private static PatchRule PatchOf(RackShape shape, int g)
    {
        Writable[] properties = [new Writable.Number(Limit, shape.GpuLeast.Watts, shape.GpuMost.Watts), new Writable.Flag(Persistency)];
        return new(Limit, shape.HasPersistentLimits ? properties : properties[..1], (service, values) =>
        {
            bool? persistent = values.TryGetValue(Persistency, out JsonElement choice) ? choice.GetBoolean() : null;
            if (!service.Faults.IgnoresLimits) service.Rack!.Write(g, values[Limit].GetDouble(), persistent);
        })
        // without it a limit for after the next reset would hold at once, which nobody asked for
        { Binds = Persistency };
    }
}
