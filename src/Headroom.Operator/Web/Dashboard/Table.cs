namespace Headroom.Operator.Web.Dashboard;

/// <summary>A column of a table.</summary>
/// <param name="IsNumber">Set to the right, so that digits stand under each other.</param>
internal readonly record struct Column(string Name, bool IsNumber = false)
{
    public static implicit operator Column(string name) => new(name);
    public static Column Number(string name) => new(name, IsNumber: true);
}

/// <summary>Tables, the first cell of each row its header. On a narrow screen a row becomes a card, each value with its column's name before it.</summary>
/// <remarks>Roles are written out because a style that turns cells into blocks takes their meaning from them.</remarks>
internal static class Table
{
    /// <param name="caption">For whoever does not see the heading above it.</param>
    /// <param name="empty">What stands there instead of no rows.</param>
    /// <param name="isSmall">It stays a table on a narrow screen: its columns are few and their values short.</param>
    public static Markup Of(string caption, IReadOnlyList<Column> columns, IReadOnlyList<IReadOnlyList<Markup>> rows, string empty, bool isSmall = false) =>
        rows.Count == 0 ? Markup.Of($"<p class=\"none\">{empty}</p>")
        : columns.Count < Wide ? Written(caption, columns, rows, isSmall)
        : Markup.Of($"<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{caption}\">{Written(caption, columns, rows, isSmall)}</div>");

    /// <summary>So many columns do not fit every screen: they are moved sideways, by keyboard too, and the page is not.</summary>
    private const int Wide = 9;

    private static Markup Written(string caption, IReadOnlyList<Column> columns, IReadOnlyList<IReadOnlyList<Markup>> rows, bool isSmall) => Markup.Of($"""
        <table role="table"{(isSmall ? Markup.None : Markup.Of($" class=\"cards\""))}><caption class="vh">{caption}</caption><thead role="rowgroup"><tr role="row">{columns.Select(Heading)}</tr></thead>
        <tbody role="rowgroup">{rows.Select(row => Markup.Of($"<tr role=\"row\">{row.Select((cell, k) => Cell(columns[k], cell, k == 0))}</tr>"))}</tbody></table>

        """);

    private static Markup Heading(Column column) => Markup.Of($"<th role=\"columnheader\" scope=\"col\"{Class(column)}>{column.Name}</th>");

    private static Markup Cell(Column column, Markup cell, bool isFirst) => isFirst
        ? Markup.Of($"<th role=\"rowheader\" scope=\"row\"{Class(column)}>{cell}</th>")
        : Markup.Of($"<td role=\"cell\" data-label=\"{column.Name}\"{Class(column)}><span>{cell}</span></td>");

    private static Markup Class(Column column) => column.IsNumber ? Markup.Of($" class=\"n\"") : Markup.None;
}
