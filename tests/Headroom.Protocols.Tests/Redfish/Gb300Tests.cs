using Headroom.Protocols.Redfish;
using Headroom.Quantities;

namespace Headroom.Protocols.Tests.Redfish;

/// <summary>What one GB300 compute tray answered, read.</summary>
public class Gb300Tests
{
    private static T Read<T>(string sample, Func<RedfishNode, T> read) where T : class
    {
        T? resource = RedfishText.Read(SharedRedfish.Sample(sample), read, out Malformed? malformed);
        Assert.Null(malformed);
        return resource!;
    }

    [Fact]
    public void The_limit_of_a_gpu_stands_beside_what_it_draws_and_what_was_never_asked()
    {
        EnvironmentMetrics gpu = Read("Processors_GPU_0_EnvironmentMetrics", EnvironmentMetrics.Of);
        Assert.Equal((1400, 200, 1400, 1400),
            (gpu.Limit!.SetPoint!.Value.Watts, gpu.Limit.Least!.Value.Watts, gpu.Limit.Most!.Value.Watts, gpu.Limit.Default!.Value.Watts));
        Assert.Equal(231.939, gpu.Power!.Value.Watts);
        Assert.Equal(230235737.738, gpu.Energy!.Value.Joules);
        Assert.Equal(54.0625, gpu.Temperature!.Value.Celsius, 1e-9);
        Assert.Equal("Automatic", gpu.Limit.Mode);
        Assert.Null(gpu.Nvidia!.RequestedOneShot);
        Assert.Null(gpu.Nvidia.RequestedPersistent);
        Assert.False(gpu.Nvidia.Persistency);
        Assert.Equal(1, gpu.Nvidia.PeakRatio);
        Assert.EndsWith("NvidiaEnvironmentMetrics.ClearOOBSetPoint", gpu.Nvidia.ClearOutOfBandSetPoint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chassis_tells_power_and_has_no_limit()
    {
        EnvironmentMetrics chassis = Read("Chassis_HGX_GPU_0_EnvironmentMetrics", EnvironmentMetrics.Of);
        Assert.Equal(231.958, chassis.Power!.Value.Watts);
        Assert.Null(chassis.Limit);
    }

    [Fact]
    public void The_total_of_a_tray_names_the_gpus_that_it_limits()
    {
        RedfishControl total = Read("Controls_TotalGPU_Power_0", RedfishControl.Of);
        Assert.Equal((5600, 800, 5600),
            (total.Limit!.SetPoint!.Value.Watts, total.Limit.Least!.Value.Watts, total.Limit.Most!.Value.Watts));
        Assert.Equal(954.685, total.Limit.Reading!.Value.Watts, 1e-6);
        Assert.Equal(4, total.RelatedItems.Count);
        Assert.Equal("Control", total.Identity.Schema);
    }

    [Fact]
    public void The_limit_of_a_module_tells_no_reading_and_another_context()
    {
        RedfishControl module = Read("Controls_HGX_ProcessorModule_0", RedfishControl.Of);
        Assert.Equal("GPUSubsystem", module.PhysicalContext);
        Assert.Equal(2900, module.Limit!.SetPoint!.Value.Watts);
        Assert.Null(module.Limit.Reading);
        Assert.Equal("Automatic", Read("HGX_ProcessorModule_0_EnvironmentMetrics", EnvironmentMetrics.Of).Limit!.Mode);
    }

    [Fact]
    public void Power_smoothing_ships_off()
    {
        PowerSmoothing smoothing = Read("PowerSmoothing", PowerSmoothing.Of);
        Assert.False(smoothing.IsEnabled);
        Assert.True(smoothing.IsSupported);
        Assert.Equal((20, 20), (smoothing.Up!.Value.WattsPerSecond, smoothing.Down!.Value.WattsPerSecond));
        Assert.Equal(TimeSpan.FromSeconds(10), smoothing.Hysteresis);
        Assert.Equal(1459, smoothing.ProgrammedPeak!.Value.Watts);
        Assert.Equal(0.8999, smoothing.FloorFraction!.Value, 1e-4);
        Assert.EndsWith("ActivatePresetProfile", smoothing.ActivatePreset, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mask_of_no_profiles_is_a_feature_that_is_not_there() => Assert.False(Read("WorkloadPowerProfile", WorkloadPowerProfile.Of).IsThere);

    [Fact]
    public void Leak_detection_leads_to_its_detectors() =>
        Assert.Equal("/redfish/v1/Chassis/Chassis_0/ThermalSubsystem/LeakDetection/LeakDetectors", Read("LeakDetection", ResourceLinks.Of).LeakDetectors);

    [Fact]
    public void All_samples_say_who_they_are()
    {
        string[] samples = Directory.GetFiles(SharedRedfish.Folder("samples-gb300"), "*.json");
        Assert.Equal(8, samples.Length);
        foreach (string path in samples)
        {
            ResourceIdentity identity = RedfishText.Read(File.ReadAllBytes(path), ResourceIdentity.Of, out _)!;
            Assert.Equal("_" + identity.Path!.TrimStart('/').Replace('/', '_'), Path.GetFileNameWithoutExtension(path));
            Assert.NotEqual("", identity.Schema);
        }
    }
}
