using Headroom.Control;
using Headroom.Operator.Journal;

namespace Headroom.Operator;

/// <summary>Receipts as the journal keeps them.</summary>
public static class Receipts
{
    public static ReceiptBody Of(LimitReceipt receipt)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        return new(receipt.Message.Name, receipt.Message.Source, receipt.Outcome, receipt.Refusal, receipt.Why, receipt.LateBy, receipt.Contradicts, ReachOf(receipt));
    }

    private static string ReachOf(LimitReceipt receipt) => receipt.Reach is not { } reach ? "" : reach.IsInTime ? "in time" : reach.Why;
}
