using Headroom.Quantities;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Catalog;
using Headroom.Sites;

namespace Headroom.Scenarios.SiteFiles;

/// <summary>Fills what a block omits from the catalog, and records every value with its source.</summary>
internal sealed class Filling
{
    private readonly Block block;
    private readonly Surroundings around;

    public Filling(Block block, Surroundings around)
    {
        (this.block, this.around) = (block, around);
        CostColumn column = around.Column;
        if (block.Shape.Find("costs") is not null) column = block.Choice<CostColumn>("costs").Or(column);
        Column = column;
    }

    /// <summary>The column that prices are taken from.</summary>
    public CostColumn Column { get; }

    /// <summary>A price: the file's, else the catalog's in the chosen column, else zero.</summary>
    public Q Cost<Q>(string key, CatalogEntry? catalog, string fact) where Q : struct, IQuantity<Q> =>
        Value<Q>(key, catalog, fact, Column);

    /// <summary>A property that is no price: the file's, else the middle of the catalog's, else zero.</summary>
    public Q Fact<Q>(string key, CatalogEntry? catalog, string fact) where Q : struct, IQuantity<Q> =>
        Value<Q>(key, catalog, fact, CostColumn.Mid);

    private Q Value<Q>(string key, CatalogEntry? catalog, string fact, CostColumn column) where Q : struct, IQuantity<Q>
    {
        Got<Q> given = block.Quantity<Q>(key);
        if (given.Origin != Origin.Absent) return given.Or(default);
        if (catalog?.Find(fact) is not { } found) return default;
        around.Record(block.PathOf(key), found, column);
        return found.Quantity<Q>(column);
    }

    /// <summary>A number that is no quantity, such as a share, from file or catalog.</summary>
    public double Number(string key, CatalogEntry? catalog, string fact, UnitTable units, double otherwise)
    {
        Got<double> given = block.Amount(key);
        if (given.Origin != Origin.Absent) return given.Or(otherwise);
        if (catalog?.Find(fact) is not { } found) return otherwise;
        around.Record(block.PathOf(key), found, CostColumn.Mid);
        return found.Si(units);
    }

    /// <summary>How it is paid for.</summary>
    /// <param name="catalogConstruction">Construction time that belongs to a price of the catalog; null where the price is the
    /// file's.</param>
    public Repayment Repayment(double defaultLifeYears, CatalogFact? catalogConstruction, CatalogFact? life = null)
    {
        Got<double> years = block.Amount("lifetime");
        double lifeYears = years.Or(life?.Si(UnitTable.Years) ?? defaultLifeYears);
        if (years.Origin == Origin.Absent)
        {
            if (life is not null) around.Record(block.PathOf("lifetime"), life, CostColumn.Mid);
            else around.Reading.Fact(block.PathOf("lifetime"), $"{defaultLifeYears:0} yr", "default of the site file");
        }
        double construction = 0;
        if (block.Shape.Find("construction") is not null)
        {
            Got<double> stated = block.Amount("construction");
            construction = stated.Or(stated.Origin == Origin.Absent ? catalogConstruction?.Si(UnitTable.Years) ?? 0 : 0);
            if (stated.Origin == Origin.Absent
                && catalogConstruction is not null) around.Record(block.PathOf("construction"), catalogConstruction, CostColumn.Mid);
        }
        return new(block.Amount("discountRate").Or(around.DiscountFraction), lifeYears, construction);
    }
}
