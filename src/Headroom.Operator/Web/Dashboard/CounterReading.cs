using Headroom.Quantities;

namespace Headroom.Operator.Web.Dashboard;

/// <summary>Counters of a site at one beat.</summary>
internal sealed record CounterReading(DateTimeOffset At, Energy Accelerator, Energy Server, Energy It, Energy Site, IReadOnlyList<ServiceReading> Services)
{
    public static CounterReading Of(SiteView view)
    {
        FieldFigures field = view.Field;
        return new(view.At, field.AcceleratorEnergy, field.ServerEnergy, field.ItEnergy, field.SiteEnergy,
            [.. field.Services.Select(one => new ServiceReading(one.Name, one.Tokens, one.Lost, one.ItEnergy))]);
    }
}

/// <summary>Counters of one service.</summary>
internal readonly record struct ServiceReading(string Name, TokenCount Tokens, TokenCount Lost, Energy It);

/// <summary>What a site did between two readings of its counters.</summary>
/// <remarks>
///   tokens per joule = Σ tokens / Σ joules of the window      differences are divided once; ratios are never averaged
///   PUE = site energy / IT energy of the same window
/// </remarks>
internal sealed record TokenWindow(TimeSpan Length, TokenCount Tokens, Energy Accelerator, Energy Server, Energy It, Energy Site, IReadOnlyList<ServiceReading> Services)
{
    public double? Pue => It > Energy.Zero ? Site / It : null;

    /// <summary>Null where the readings are of one moment, or a counter began anew between them.</summary>
    public static TokenWindow? Between(CounterReading from, CounterReading to)
    {
        List<ServiceReading> services = [];
        foreach (ServiceReading one in to.Services)
        {
            ServiceReading before = from.Services.FirstOrDefault(old => old.Name == one.Name);
            services.Add(new(one.Name, one.Tokens - before.Tokens, one.Lost - before.Lost, one.It - before.It));
        }
        var window = new TokenWindow(to.At - from.At, TokenCount.FromSi(services.Sum(one => one.Tokens.Tokens)),
            to.Accelerator - from.Accelerator, to.Server - from.Server, to.It - from.It, to.Site - from.Site, services);
        bool goesBack = window.Accelerator < Energy.Zero || window.Server < Energy.Zero || window.It < Energy.Zero || window.Site < Energy.Zero
            || services.Any(one => one.Tokens < TokenCount.Zero || one.Lost < TokenCount.Zero || one.It < Energy.Zero);
        return window.Length <= TimeSpan.Zero || goesBack ? null : window;
    }

    /// <summary>Null where nothing was used.</summary>
    public static TokenEfficiency? Per(TokenCount tokens, Energy energy) => energy > Energy.Zero ? tokens / energy : null;
}
