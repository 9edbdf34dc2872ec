using Headroom.Algebra;
using Headroom.Solvers.Structured;
using static Headroom.Solvers.Tests.Solving;

namespace Headroom.Solvers.Tests;

/// <summary>Programs that fall apart into years once what is built is set aside.</summary>
public class BlockTests
{
    const int years = 3, hours = 800;   // 14,400 rows

    static StandardForm FormOf(ProgramArrays program) => StandardFormBuilder.Build(program, new Pieces(1))!;

    [Fact]
    public void Years_are_blocks_and_what_ties_them_is_the_border()
    {
        ProgramArrays program = GrowingPrograms.Of(years, hours).Arrays;
        StandardForm form = FormOf(program);
        var blocks = new Blocks(form);
        Assert.Equal(years, blocks.Count);
        Assert.Equal(GrowingPrograms.TyingRows(years), blocks.OfRow.Count(block => block == Blocks.Border));
        Assert.All(Enumerable.Range(0, years), year => Assert.Equal(6 * hours + 1, blocks.OfRow.Count(block => block == year)));
    }

    [Fact]
    public void A_year_alone_is_one_block_without_a_border()
    {
        var blocks = new Blocks(FormOf(Programs.Expansion(hours).Arrays));
        Assert.Equal(1, blocks.Count);
        Assert.DoesNotContain(Blocks.Border, blocks.OfRow);
    }

    [Fact]
    public void Years_side_by_side_end_at_the_optimum_of_simplex()
    {
        ProgramArrays program = GrowingPrograms.Of(years, hours).Arrays;
        Solution found = Assert.IsType<Outcome.Best>(new StructuredSolver { Threads = 2 }.Solve(program, Inside, default)).Solution;
        AssertClose(program.Best(Simplex).Objective, found.Objective, 1e-7);
        Certificate c = Certificate.Of(program, found);
        Assert.True(c.GapFraction <= 1e-6 && c.PrimalViolation <= 1e-6 && c.DualViolation <= 1e-6, $"{c}");
    }

    [Fact]
    public void However_many_work_the_answer_is_the_same_to_the_last_bit()
    {
        ProgramArrays program = GrowingPrograms.Of(years, hours).Arrays;
        Solution alone = Assert.IsType<Outcome.Best>(new StructuredSolver { Threads = 1 }.Solve(program, Inside, default)).Solution;
        foreach (int threads in (int[])[2, 3, 5])
        {
            Solution together = Assert.IsType<Outcome.Best>(new StructuredSolver { Threads = threads }.Solve(program, Inside, default)).Solution;
            Assert.Equal(alone.Values, together.Values);
            Assert.Equal(alone.RowDuals, together.RowDuals);
        }
    }
}
