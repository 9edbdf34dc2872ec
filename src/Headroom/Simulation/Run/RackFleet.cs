using Headroom.Sites;

namespace Headroom.Simulation;

/// <summary>Racks of one kind behind one kind of cooling plant: what a plan treats as alike, here row by row.</summary>
/// <remarks>
///   Work stands on the rows that are on, one workload after the other: training first, services next, each on a stretch of so many racks.
///   A rack at the border belongs to both by its share. Racks that no run needs stand with the services, which spread over them.
/// </remarks>
internal sealed class RackFleet
{
    private readonly (RackBank Bank, int Row)[] rows;
    private readonly double[] units;

    public RackFleet(string name, IReadOnlyList<RackBank> banks)
    {
        (Name, Banks) = (name, banks);
        rows = [.. banks.SelectMany(bank => Enumerable.Range(0, bank.Rows).Select(row => (bank, row)))];
        units = [.. rows.Select(row => row.Bank.Units[row.Row])];
        foreach (RackBank bank in banks) bank.Fleet = this;
    }

    public string Name { get; }
    public IReadOnlyList<RackBank> Banks { get; }
    public RackChoice Choice => Banks[0].Choice;
    public List<WorkBlock> Blocks { get; } = [];

    /// <summary>Racks that are to rest and are not counted yet in this step.</summary>
    public double ToRest { get; set; }

    /// <summary>Rows that are on and belong to no block: nothing serves here, so that nothing stands on racks that no run needs.</summary>
    public List<BlockRow> Spare { get; } = [];

    /// <summary>Share of what was wanted above idle that all its racks got in the last step.</summary>
    public double GotFraction { get; private set; } = 1;

    private readonly List<(WorkBlock Block, double Racks)> lenders = [];

    /// <summary>Begins a step: nothing is lent.</summary>
    public void Begin()
    {
        GotFraction = 1;
        foreach (RackBank bank in Banks) GotFraction = Math.Min(GotFraction, bank.GotFraction);
        foreach (WorkBlock block in Blocks) (block.Lent, block.Idle) = (0, 0);
    }

    /// <summary>Racks of work that gives way to a block: all that come after it.</summary>
    public double LendableTo(WorkBlock borrower)
    {
        double sum = 0;
        foreach (WorkBlock block in Blocks) if (block.Rank > borrower.Rank) sum += block.Length;
        return sum;
    }

    /// <summary>Racks that services which have served already leave idle in this step.</summary>
    public double Idle(WorkBlock borrower)
    {
        double sum = 0;
        foreach (WorkBlock block in Blocks) if (block != borrower) sum += block.Idle;
        return sum;
    }

    /// <summary>Takes idle racks; how many. <see cref="LoadLent"/> puts their draw where they stand.</summary>
    public double Borrow(double racks, WorkBlock borrower)
    {
        double free = Idle(borrower), share = free > 0 ? Math.Min(1, racks / free) : 0;
        if (share <= 0) return 0;
        foreach (WorkBlock block in Blocks)
        {
            double part = block == borrower ? 0 : share * block.Idle;
            if (part <= 0) continue;
            block.Idle = Math.Max(0, block.Idle - part);
            lenders.Add((block, part));
        }
        return share * free;
    }

    /// <summary>A borrower begins: nothing is on its list.</summary>
    public void Ask() => lenders.Clear();

    /// <summary>Takes racks of work that can give way, the last in rank first, of equals in proportion; how many.</summary>
    public double Lend(double racks, WorkBlock borrower)
    {
        double left = racks;
        for (int rank = WorkBlock.LastRank; rank > borrower.Rank && left > 0; rank--)
        {
            double free = 0;
            foreach (WorkBlock block in Blocks) if (block.Rank == rank) free += Math.Max(0, block.Length - block.Lent);
            double share = free > 0 ? Math.Min(1, left / free) : 0;
            if (share <= 0) continue;
            foreach (WorkBlock block in Blocks)
            {
                double part = block.Rank == rank ? share * Math.Max(0, block.Length - block.Lent) : 0;
                if (part <= 0) continue;
                block.Lent += part;
                lenders.Add((block, part));
            }
            left = Math.Max(0, left - share * free);
        }
        return racks - left;
    }

    /// <summary>Puts the draw on the racks lent last on the rows they belong to.</summary>
    public void LoadLent(double aboveIdleWatts, double lent)
    {
        foreach ((WorkBlock block, double racks) in lenders) block.Load(aboveIdleWatts * racks / lent);
    }

    /// <summary>Caps of all racks that are on, and how many are under each; written over what was there.</summary>
    public List<CapShare> CapsInForce(List<CapShare> caps)
    {
        caps.Clear();
        for (int i = 0; i < rows.Length; i++) if (rows[i].Bank.On[rows[i].Row]) WorkBlock.Count(caps, rows[i].Bank.CapNow[rows[i].Row], units[i]);
        return caps;
    }

    public bool Has(string part) => Banks.Any(bank => bank.Part.Name == part);

    /// <summary>Gives every block its stretch: services that may not wait what they need, then all others theirs, then services what is left.</summary>
    /// <param name="wanted">Racks for each block, in the order of the blocks; training before services.</param>
    public void Lay(ReadOnlySpan<double> wanted)
    {
        double on = 0;
        for (int i = 0; i < rows.Length; i++) if (rows[i].Bank.On[rows[i].Row]) on += units[i];
        double first = 0, others = 0, service = 0;
        int services = 0;
        for (int b = 0; b < Blocks.Count; b++)
        {
            if (Blocks[b].IsFirst) first += wanted[b];
            else others += wanted[b];
            if (Blocks[b].IsService) (service, services) = (service + wanted[b], services + 1);
        }
        double ofFirst = first > on ? on / first : 1, rest = Math.Max(0, on - ofFirst * first);
        double ofOthers = others > rest ? rest / others : 1, spare = Math.Max(0, rest - ofOthers * others);
        for (int b = 0; b < Blocks.Count; b++)
        {
            WorkBlock block = Blocks[b];
            block.Length = (block.IsFirst ? ofFirst : ofOthers) * wanted[b];
            if (block.IsService) block.Length += spare * (service > 0 ? wanted[b] / service : 1.0 / services);
        }
        Stretch();
    }

    /// <summary>Rows of each block and their shares in it.</summary>
    private void Stretch()
    {
        int b = 0;
        double left = Blocks.Count > 0 ? Blocks[0].Length : 0;
        Spare.Clear();
        foreach (WorkBlock block in Blocks) block.Rows.Clear();
        for (int i = 0; i < rows.Length; i++)
        {
            (RackBank bank, int row) = rows[i];
            if (!bank.On[row]) continue;
            if (b == Blocks.Count)
            {
                Spare.Add(new(bank, row, 1, units[i], true));
                continue;
            }
            double rest = units[i], largest = 0;
            List<BlockRow>? lead = null;
            while (rest > 1e-9 && b < Blocks.Count)
            {
                double part = Math.Min(rest, left);
                if (part > 1e-9)
                {
                    Blocks[b].Rows.Add(new(bank, row, part / units[i], part, false));
                    if (part > largest) (largest, lead) = (part, Blocks[b].Rows);
                }
                (rest, left) = (rest - part, left - part);
                if (left <= 1e-9 && ++b < Blocks.Count) left = Blocks[b].Length;
                else if (left <= 1e-9) break;
            }
            if (lead is not null) lead[^1] = lead[^1] with { Leads = true };
        }
    }
}

/// <summary>A row of a block.</summary>
/// <param name="Share">Of the row that belongs to the block.</param>
/// <param name="Units">Racks that this is.</param>
/// <param name="Leads">No other block has more of the row: its orders go to the caps that all on it share. Every row that works has one.</param>
internal readonly record struct BlockRow(RackBank Bank, int Row, double Share, double Units, bool Leads);

/// <summary>One workload's stretch of a fleet.</summary>
/// <param name="rank">Who gives way to whom: the tier of a service whose users wait, then work that may wait, training with it.</param>
/// <param name="isService">It takes racks that nothing else needs.</param>
internal sealed class WorkBlock(int rank, bool isService)
{
    public const int LastRank = Control.Shedding.MayWait;

    public static int RankOf(Workloads.Service service) => service.Deferrable is null ? service.Tier : LastRank;

    private double[] aboveWatts = [];

    public int Rank => rank;

    /// <summary>It takes racks that nothing else needs.</summary>
    public bool IsService => isService;

    /// <summary>Its users wait for it.</summary>
    public bool IsFirst => rank < LastRank;

    /// <summary>Racks that others use in this step.</summary>
    public double Lent { get; set; }

    /// <summary>Racks that its work leaves idle in this step, once it has served.</summary>
    public double Idle { get; set; }

    /// <summary>Share of its racks that it has for itself.</summary>
    public double KeptShare => Length > 0 ? Math.Max(0, 1 - Lent / Length) : 0;

    /// <summary>Racks of the stretch.</summary>
    public double Length { get; set; }
    public List<BlockRow> Rows { get; } = [];

    /// <summary>Racks of the stretch on rows that another block leads.</summary>
    public double LedRacks
    {
        get
        {
            double sum = 0;
            foreach (BlockRow row in Rows) if (!row.Leads) sum += row.Units;
            return sum;
        }
    }

    /// <summary>Σ over its racks of the draw above idle at full work under the caps in force.</summary>
    public double AboveMostWatts { get; private set; }

    /// <summary>Caps in force and how many racks are under each.</summary>
    public List<CapShare> Caps { get; } = [];

    /// <summary>Orders caps along the stretch in proportion to the plan's racks at each cap; a row at a border takes their mean.</summary>
    public void Order(ReadOnlySpan<CapShare> planned)
    {
        double all = 0;
        foreach (CapShare one in planned) all += one.Weight;
        if (all <= 0 || Length <= 0) return;
        double at = 0;
        foreach (BlockRow row in Rows)
        {
            double from = at / Length * all, to = (at + row.Units) / Length * all, start = 0, sum = 0, weight = 0;
            foreach (CapShare one in planned)
            {
                double overlap = Math.Min(to, start + one.Weight) - Math.Max(from, start);
                if (overlap > 1e-9 * all) (sum, weight) = (sum + overlap * one.CapFraction, weight + overlap);
                start += one.Weight;
            }
            if (row.Leads && weight > 0) row.Bank.Order(row.Row, sum / weight);
            at += row.Units;
        }
    }

    /// <summary>Reads the caps in force: their mix, and what each row draws at full work.</summary>
    /// <param name="wattsMost">Draw of a full rack under a cap of its boards.</param>
    public void Read(Func<double, double> wattsMost)
    {
        if (aboveWatts.Length < Rows.Count) aboveWatts = new double[Rows.Count];
        Caps.Clear();
        AboveMostWatts = 0;
        (double cap, double above) = (double.NaN, 0);
        for (int i = 0; i < Rows.Count; i++)
        {
            BlockRow row = Rows[i];
            double now = row.Bank.CapNow[row.Row];
            if (now != cap) (cap, above) = (now, Math.Max(0, wattsMost(now) - row.Bank.IdleWatts));
            aboveWatts[i] = row.Share * above;
            AboveMostWatts += row.Units * above;
            Count(Caps, now, row.Units);
        }
    }

    public static void Count(List<CapShare> caps, double cap, double units)
    {
        for (int k = 0; k < caps.Count; k++)
            if (caps[k].CapFraction == cap)
            {
                caps[k] = caps[k] with { Weight = caps[k].Weight + units };
                return;
            }
        caps.Add(new(cap, units));
    }

    /// <summary>Puts the block's draw above idle on its rows, each by what it draws at full work.</summary>
    public void Load(double aboveIdleWatts)
    {
        if (AboveMostWatts <= 0) return;
        double share = aboveIdleWatts / AboveMostWatts;
        for (int i = 0; i < Rows.Count; i++) Rows[i].Bank.DemandWatts[Rows[i].Row] += share * aboveWatts[i];
    }
}
