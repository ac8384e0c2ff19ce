// Fetches the token without which the form is refused, and says what went wrong before.

const problems = {
  wrong: 'Name or password are wrong.',
  wait: 'Too many attempts. Wait a minute, then try again.',
  out: 'You are signed out.',
};

const problem = document.getElementById('problem');
const reason = Object.keys(problems).find((key) => new URLSearchParams(location.search).has(key));
if (reason) {
  problem.textContent = problems[reason];
  problem.dataset.tone = reason === 'out' ? 'info' : 'bad';
}

try {
  const session = await (await fetch('/api/session')).json();
  if (session.name) {
    location.replace('/');
  }
  const token = document.createElement('input');
  token.type = 'hidden';
  token.name = session.csrf.parameter;
  token.value = session.csrf.token;
  document.getElementById('form').append(token);
  document.getElementById('submit').disabled = false;
} catch {
  problem.textContent = 'The console does not answer. Reload the page once it does.';
  problem.dataset.tone = 'bad';
}
