using System.Runtime.InteropServices;
using System.Text;
using Headroom.Cli;

// Results and dispatch carry ², ₂, − and €: UTF-8 whatever the terminal's default.
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

using var stop = new CancellationTokenSource();
void Stop(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested; // the first one asks, a second one ends the process
    stop.Cancel();
}
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

return (int)await HeadroomCommand.RunAsync(args, Terminal.OfThisProcess(), Engine.Real, stop.Token);
