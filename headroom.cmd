@echo off
rem Runs Headroom from a clone on Windows: builds what changed, quietly, then runs.
setlocal
dotnet build "%~dp0src\Headroom.Cli" -c Release --nologo -v quiet 1>&2 || exit /b 3
dotnet "%~dp0src\Headroom.Cli\bin\Release\net10.0\Headroom.Cli.dll" %*
