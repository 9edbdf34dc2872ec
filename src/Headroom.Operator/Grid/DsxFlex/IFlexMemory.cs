using Headroom.Protocols.DsxFlex;

namespace Headroom.Operator.Grid.DsxFlex;

/// <summary>Where an agent keeps what it met, so that nothing is taken twice after a restart.</summary>
public interface IFlexMemory
{
    /// <summary>Oldest first.</summary>
    ValueTask<IReadOnlyList<FlexMet>> LoadAsync(CancellationToken stop);

    /// <summary>Durable when it returns. <see cref="LoadAsync"/> comes before.</summary>
    ValueTask AddAsync(FlexMet met, CancellationToken stop);
}
